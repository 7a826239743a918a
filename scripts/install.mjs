/**
 * Brings a checkout to where it can run: the packages of package-lock.json, and the bundles in `dist`. Needs Node 20 and
 * npm, nothing else. All output goes to standard error, so that a command that begins with this may speak JSON.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const WINDOWS = process.platform === "win32";
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** The Node that the checkout brings itself. */
const ownNode = join(root, "node_modules", "node", "bin", WINDOWS ? "node.exe" : "node");

/**
 * Installs the packages unless they are there, and builds. Ends the process with a sentence when it cannot.
 * @returns {Promise<{ node: string }>} the Node that the checkout brings, on which everything else runs
 */
export async function installDependencies() {
  const installed = await installPackages();
  const { status } = spawnSync(ownNode, ["esbuild.mjs"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    fail("Building the bundles failed; the messages above say where.");
  }
  return installed;
}

/**
 * As `installDependencies`, without building.
 * @returns {Promise<{ node: string }>}
 */
export async function installPackages() {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE) {
    fail(`This is Node ${process.versions.node}. Install Node ${OLDEST_NODE} or newer from https://nodejs.org.`);
  }
  if (!areInstalled()) {
    process.stderr.write("Installing the packages of package-lock.json.\n");
    runNpm(["ci", "--loglevel=error"]);
  }
  return { node: ownNode };
}

/**
 * Whether node_modules is what package-lock.json asks for. npm writes its own record of what it has installed last of all,
 * so an install that was interrupted has none. Optional packages depend on the platform and are not asked for.
 */
function areInstalled() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record) || !existsSync(ownNode)) {
    return false;
  }
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || optional || devOptional || installed[path]?.version === version,
  );
}

function runNpm(args) {
  // Inside an npm script the variable names npm's own program; outside, PATH has it (on Windows only for a shell).
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const { status, error } = spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: WINDOWS && command === "npm",
  });
  if (error?.code === "ENOENT") {
    fail("There is no npm on PATH. Install Node with npm from https://nodejs.org.");
  }
  if (status !== 0) {
    fail("Installing the packages failed; npm says above why. Check the network and free disk space, and try again.");
  }
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await installDependencies();
}
