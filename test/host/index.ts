/** Entry of the tests inside VS Code: runs every bundled `*.test.js` beside it with mocha and reports the counts. */
import { appendFileSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { format } from "node:util";
import Mocha from "mocha";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import type { Counts } from "../harness/counts.ts";
import { countsFile, logFile, REPORT_VARIABLE } from "../harness/report.ts";

/** Called by VS Code; a rejection becomes its exit status. */
export async function run(): Promise<void> {
  const folder = process.env[REPORT_VARIABLE];
  if (!folder) throw new Error(`${REPORT_VARIABLE} is not set: start these tests with npm run test:host.`);
  // The extension host keeps console.log to itself; mocha's reporters offer this way around it.
  Mocha.reporters.Base.consoleLog = (...parts) => appendFileSync(logFile(folder), `${format(...parts)}\n`);

  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false, reporter: "spec" });
  for (const file of globSync("**/*.test.js", { cwd: import.meta.dirname }).sort()) {
    mocha.addFile(join(import.meta.dirname, file));
  }
  const failures: string[] = [];
  const counts = await new Promise<Counts>((resolve) => {
    const runner = mocha.run((failed) => {
      resolve({ passed: runner.stats?.passes ?? 0, failed, skipped: runner.stats?.pending ?? 0, failures });
    });
    runner.on("fail", (test, error) => failures.push(`${test.fullTitle()}\n${String(error)}\n${endOfLog()}`));
  });
  writeFileSync(countsFile(folder), JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}

const LOG_LINES = 40;

/** What the extension said last: why a test failed is often there. */
function endOfLog(): string {
  const extension = vscode.extensions.getExtension<Extension>("autodidact.autodidact");
  if (!extension?.isActive) return "";
  const files = globSync("*.log", { cwd: extension.exports.logs });
  return files
    .map((file) => readFileSync(join(extension.exports.logs, file), "utf8"))
    .flatMap((text) => text.trimEnd().split("\n").slice(-LOG_LINES))
    .join("\n");
}
