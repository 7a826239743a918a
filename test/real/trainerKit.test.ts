import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import process from "node:process";
import { expect, it } from "vitest";
import { TRAINERS, trainerKit } from "../../src/core/trainerKit.ts";
import { optionsFor, trainRecipeNamed } from "../../src/core/trainRecipe.ts";
import { writeFolder } from "../../src/node/exchange/writeFolder.ts";
import { TRAINER_PYTHON } from "../harness/pythonTools.ts";
import { exercises } from "./exercises.ts";
import { temporaryFolder } from "./queueFixtures.ts";

const row = ({ f, g }: { f: string; g: string }) => {
  const [header = "", ...body] = g.split("\n");
  return { id: "", puzzleId: "", round: 0, prompt: `${f}\n\n${header}\n`, completion: body.join("\n") };
};

it("has files that PyYAML and TRL read as they are meant: the loss falls on completions with an end token", async () => {
  const folder = temporaryFolder();
  const long = { f: "def f(x: int):\n    return x == 1", g: `def g():\n    return 1${" + 0".repeat(200)}` };
  const evaluation = exercises(3).map(row);
  const options = optionsFor(trainRecipeNamed("adaptive"), {}, 7);
  const plan = { options, train: [...exercises(20), long].map(row), evaluation };
  const base = 'é \u2028 𝛼 "{}": #';
  for (const trainer of TRAINERS) {
    const { files } = trainerKit(trainer, { ...plan, base: trainer === "unsloth" ? "base" : base });
    await writeFolder(join(folder, trainer), files);
  }
  const program = resolve("test/fixtures/kits/run.py");
  const apart = { HF_HUB_OFFLINE: "1", HF_HOME: join(folder, "cache"), CUDA_VISIBLE_DEVICES: "" };
  const env = { ...process.env, ...apart, PYTHONPATH: resolve("test/bench") };
  const told = execFileSync(TRAINER_PYTHON, [program], { cwd: folder, env, encoding: "utf8", stdio: "pipe" });
  const { configurations, prompts, learnt, ...rest } = JSON.parse(told.trimEnd().split("\n").at(-1) ?? "");
  expect(rest).toEqual({ rows: 20, steps: 6, starts: ["<s> def"] });
  const pairs = [...evaluation].map(({ prompt, completion }) => [` ${prompt}`, `${completion}</s>`]);
  expect(prompts.map((prompt: string, n: number) => [prompt, learnt[n]])).toEqual(pairs);
  expect(configurations).toMatchObject({
    "axolotl/config.yml": { base_model: base, learning_rate: 6e-4, train_on_inputs: false },
    "llama-factory/train.yaml": { model_name_or_path: base, learning_rate: 6e-4, train_on_prompt: false },
    "llama-factory/merge.yaml": { model_name_or_path: base },
    "mlx-lm/lora.yaml": { learning_rate: 6e-4, lr_schedule: { arguments: [6e-4, 0, 1] }, mask_prompt: true },
  });
});
