/** Runs test/host in the extension host of a real VS Code: the server on Linux, else the desktop's download. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { runTests } from "@vscode/test-electron";
import { installChromium } from "./chromium.ts";
import type { Counts } from "./counts.ts";
import { Follower } from "./follower.ts";
import { ROOT, toolEnvironment } from "./processes.ts";
import { countsFile, logFile, REPORT_VARIABLE } from "./report.ts";
import { installVscodeServer } from "./vscodeServer.ts";

/**
 * Resolves with the counts of the run. A run without closing counts is no run: VS Code ends with 0 even when a test
 * ended its process. Throws then, and when VS Code itself fails.
 */
export async function runHost(): Promise<Counts> {
  const headless = process.platform === "linux";
  if (headless) await Promise.all([installChromium(), installVscodeServer()]);
  const folder = mkdtempSync(join(tmpdir(), "autodidact-host-"));
  const workspace = join(folder, "workspace");
  cpSync(join(ROOT, "test/fixtures/workspace"), workspace, { recursive: true });
  writeFileSync(logFile(folder), "");
  const log = new Follower(logFile(folder), process.stdout);
  try {
    const end = await runTests({
      ...(headless && { vscodeExecutablePath: join(import.meta.dirname, "codeHeadless.ts") }),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: join(ROOT, "out/test/host/index.js"),
      extensionTestsEnv: { ...toolEnvironment(), [REPORT_VARIABLE]: folder },
      launchArgs: [workspace, "--disable-extensions"],
    }).catch((error: unknown) => error);
    if (!existsSync(countsFile(folder))) throw new Error("VS Code ended, but its test run did not.", { cause: end });
    const counts: Counts = JSON.parse(readFileSync(countsFile(folder), "utf8"));
    // Failed tests make VS Code fail too; anything else that does is a failure of its own.
    if (end !== 0 && counts.failed === 0) throw end;
    return counts;
  } finally {
    log.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
