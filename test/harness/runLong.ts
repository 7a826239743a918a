/** What takes too long for every run; its last line counts. `npm run test:long` */
import { join } from "node:path";
import process from "node:process";
import { add, type Counts, format, NONE } from "./counts.ts";
import { findInterpreters } from "./interpreters.ts";
import { ROOT, run } from "./processes.ts";
import { PYTHON } from "./pythonTools.ts";
import { runPythonTests, runTrainerTests } from "./suites.ts";

const MUTATIONS = "20000";
const tests = { cwd: join(ROOT, "test", "python") };

let total = NONE;
await step("the judge's processes killed for five minutes", () =>
  program(["-m", "judge.kill_run", "--seconds", "300"]),
);
await step("ten runs of P3 under load", () => program(["-m", "judge.load_run", "--runs", "10"]));
await step(`both paths on ${MUTATIONS} mutations of seeds and of P3`, () =>
  program(["-m", "unittest", "judge.test_differential"], { DIFFERENTIAL_MUTATIONS: MUTATIONS }),
);
for (const [version, python] of findInterpreters()) {
  if (python !== PYTHON) {
    await step(`every Python test under ${version}`, () => runPythonTests(python, []));
  }
}
await step("the trainer on real models: what they say; trained, killed, gone on with and exported", () =>
  runTrainerTests("trainer.real_models_run"),
);
console.log(format(total));
process.exitCode = total.failed > 0 ? 1 : 0;

async function step(what: string, work: () => Promise<Counts>): Promise<void> {
  console.log(`\n== ${what}`);
  const counts = await work();
  console.log(format(counts));
  total = add(total, counts);
}

async function program(args: readonly string[], env: Record<string, string> = {}): Promise<Counts> {
  const passed = (await run(PYTHON, args, { ...tests, env })) === 0;
  return passed ? { ...NONE, passed: 1 } : { ...NONE, failed: 1, failures: [args.join(" ")] };
}
