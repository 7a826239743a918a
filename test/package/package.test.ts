import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { VSIX } from "../harness/builds.ts";
import { ROOT, toolEnvironment } from "../harness/processes.ts";

/** Every file of the package matches one of these, and each of these matches a file. */
const EXPECTED = [
  /^(?:package|package\.nls)\.json$/,
  /^(?:README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/(?:extension|hostAdapters|trainingAdapters|languageClient|trainingPanel|server|cli|webview)\.js$/,
  /^dist\/webview\.css$/,
  /^dist\/python\/(?:judge|trainer)\/[\w/]+\.py$/,
  /^dist\/python\/trainer\/requirements\.txt$/,
  /^l10n\/bundle\.l10n\.json$/,
  /^media\/[\w/-]+\.(?:svg|png|jsonl?|md)$/,
];

function listPackage(): readonly string[] {
  const output = execFileSync("vsce", ["ls", "--no-dependencies"], {
    cwd: ROOT,
    env: toolEnvironment(),
    encoding: "utf8",
  });
  return output.split("\n").filter((line) => line !== "" && !line.includes(" "));
}

it("holds what it needs and nothing else", () => {
  const files = listPackage();
  expect(files.filter((file) => !EXPECTED.some((pattern) => pattern.test(file)))).toEqual([]);
  expect(EXPECTED.filter((pattern) => !files.some((file) => pattern.test(file)))).toEqual([]);
});

it("weighs less than 1.7 MB", () => {
  expect(statSync(join(ROOT, VSIX)).size).toBeLessThan(1_700_000);
});
