/** The suites of `npm test`, in the order in which they run. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, packVsix, setUpRealParts, setUpTrainer, WEIGHTS } from "./builds.ts";
import { installChromium } from "./chromium.ts";
import { add, type Counts, NONE, settle } from "./counts.ts";
import { findInterpreters, VERSIONS } from "./interpreters.ts";
import { run } from "./processes.ts";
import { installPythonTools, PYTHON, RUFF, TRAINER_PYTHON } from "./pythonTools.ts";
import { runHost } from "./runHost.ts";
import { readVitestReport } from "./vitestReport.ts";
import { installVscodeServer } from "./vscodeServer.ts";

/** Runs one suite with its output shown. What it throws counts as one failure. */
export type Suite = () => Promise<Counts>;

export const SUITES: Readonly<Record<string, Suite>> = {
  check: async () => {
    await installPythonTools();
    return checkAll([
      ["biome", "ci", "--colors=off", "."],
      ["tsc", "-p", "."],
      ["tsc", "-p", "webview"],
      ["knip"],
      [RUFF, "format", "--check", "."],
      [RUFF, "check", "."],
      ["pyright"],
    ]);
  },
  unit: () => runVitest("unit"),
  python: runPython,
  trainer: () => runTrainerTests("trainer"),
  real: async () => {
    await setUpRealParts();
    return runVitest("real");
  },
  package: async () => {
    await packVsix();
    return runVitest("package");
  },
  host: async () => {
    await build();
    return settle(await runHost(), 0);
  },
  e2e: async () => {
    await Promise.all([packVsix(), installChromium(), installVscodeServer()]);
    await setUpRealParts();
    return runVitest("e2e");
  },
};

/** Each tool is one test: it passes when it ends with 0. */
async function checkAll(tools: readonly (readonly [string, ...string[]])[]): Promise<Counts> {
  let counts = NONE;
  for (const [command, ...args] of tools) {
    const passed = (await run(command, args)) === 0;
    const line = [command, ...args].join(" ");
    console.log(`${passed ? "passed" : "FAILED"}: ${line}`);
    counts = add(counts, passed ? { ...NONE, passed: 1 } : { ...NONE, failed: 1, failures: [line] });
  }
  return counts;
}

async function runVitest(project: string): Promise<Counts> {
  return withReport(async (report) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    return run("vitest", ["run", "--config", "test/vitest.config.ts", "--project", project, ...reporters]);
  }, readVitestReport);
}

/** All tests under the Python on PATH, those of the judge's sense under each other version that it supports. */
async function runPython(): Promise<Counts> {
  const interpreters = findInterpreters();
  let counts = await runPythonTests(PYTHON, []);
  for (const version of VERSIONS) {
    const python = interpreters.get(version);
    if (python === undefined) {
      console.log(`skipped: there is no Python ${version} on this machine; the judge's tests ran without it`);
      counts = add(counts, { ...NONE, skipped: 1 });
    } else if (python !== PYTHON) {
      console.log(`-- Python ${version}`);
      counts = add(counts, await runPythonTests(python, ON_EVERY_PYTHON));
    }
  }
  return counts;
}

const ON_EVERY_PYTHON = ["verdicts", "inspection", "whitelist", "stand_ins", "sandbox", "supervisor", "awkward"].map(
  (name) => `judge.test_${name}`,
);

/** The trainer's tests, or one module of them, under the Python that has its libraries and beside two real models. */
export async function runTrainerTests(module: string): Promise<Counts> {
  const env = { AUTODIDACT_WEIGHTS: WEIGHTS, PYTHONWARNINGS: "ignore::FutureWarning" };
  await setUpTrainer();
  return runPythonTests(TRAINER_PYTHON, [module], env);
}

/** Runs these modules of tests, or all; counts what they say. */
export function runPythonTests(
  python: string,
  modules: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Counts> {
  return withReport((report) => run(python, ["test/python/run.py", report, ...modules], { env }), JSON.parse);
}

/** Runs a tool that writes its counts to a file; a tool that wrote none has failed. */
async function withReport(tool: (report: string) => Promise<number>, read: (text: string) => Counts): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), "autodidact-report-"));
  try {
    const report = join(folder, "report.json");
    const status = await tool(report);
    return settle(read(readFileSync(report, "utf8")), status);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
