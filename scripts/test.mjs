/** `npm test`: installs what is needed, then runs the suites on the checkout's own Node. Needs nothing but Node 20. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installPackages } from "./install.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { node } = await installPackages();
const { status } = spawnSync(node, [join(root, "test/harness/runTests.ts"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
