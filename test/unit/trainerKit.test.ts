import { describe, expect, it } from "vitest";
import { quoted, UNKNOWN_BASE } from "../../src/core/kitText.ts";
import { TRAINERS, trainerKit } from "../../src/core/trainerKit.ts";
import { optionsFor, trainRecipeNamed } from "../../src/core/trainRecipe.ts";

const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    ...{ id: `${n}`, puzzleId: `${n}`, round: 0 },
    ...{ prompt: `def f1(x: int):\n    return x == ${n}\n\ndef g1():\n`, completion: `    return ${n}` },
  }));
const recipe = trainRecipeNamed("adaptive");
const PLAN = { base: "org/base", options: optionsFor(recipe, {}, 7), train: rows(90), evaluation: rows(10) };

/** The kit's files by name. */
const kit = (trainer: (typeof TRAINERS)[number], change: Partial<typeof PLAN> = {}) =>
  Object.fromEntries(trainerKit(trainer, { ...PLAN, ...change }).files.map(({ name, text }) => [name, text]));
/** Values of top-level and nested keys of our YAML, which has one key a line. */
const settingOf = (yaml: string | undefined, key: string) => yaml?.match(new RegExp(`^ *${key}: (.*)$`, "m"))?.[1];

describe.each(TRAINERS)("the kit for %s", (trainer) => {
  it("has every row, the evaluation's apart, and nothing of the rows but the two texts", () => {
    const files = kit(trainer);
    const [evaluation] = Object.keys(files).filter((name) => /^(evaluation|valid)\.jsonl$/.test(name));
    const read = (name = "") =>
      (files[name] ?? "")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    const texts = ({ train, evaluation: held } = PLAN) =>
      [train, held].map((part) => part.map(({ prompt, completion }) => ({ prompt, completion })));
    expect([read("train.jsonl"), read(evaluation)]).toEqual(texts());
  });

  it("says in the file to be read first how to start, and how the model comes back", () => {
    const { first, files } = trainerKit(trainer, PLAN);
    const head = files.find(({ name }) => name === first)?.text.slice(0, 700);
    expect(head).toMatch(/^ *#? *start /m);
    expect(head).toContain("autodidact import-model tuned.gguf");
  });

  it("evaluates nothing where there are no rows for it", () => {
    const files = kit(trainer, { evaluation: [] });
    expect(Object.keys(files).filter((name) => name.endsWith(".jsonl"))).toEqual(["train.jsonl"]);
    expect(Object.values(files).join("")).not.toMatch(/evaluation\.jsonl|early|Early|eval_strategy|metric_for_best/);
  });

  it("names the base wherever the trainer reads it, whatever letters it has", () => {
    const base = 'C:\\models\\"mine": é 𝛼 # {}';
    const named = Object.values(kit(trainer, { base })).filter((text) => text.includes(quoted(base)));
    const open = Object.values(kit(trainer, { base: UNKNOWN_BASE })).filter((text) => text.includes(UNKNOWN_BASE));
    expect(named).toHaveLength(open.length);
    expect(open.length).toBeGreaterThan(0);
  });
});

it("quotes what is not ASCII so that YAML and Python read it", () => {
  expect(quoted('a"\\\n')).toBe('"a\\"\\\\\\n"');
  expect(quoted("\u007fé\u2028\ufeff😀")).toBe('"\\u007f\\u00e9\\u2028\\ufeff\\U0001f600"');
});

it("gives Axolotl the recipe's parameters", () => {
  const yaml = kit("axolotl")["config.yml"];
  expect(yaml).toContain('base_model: "org/base"\n');
  const wanted = { lora_r: 16, lora_alpha: 32, learning_rate: 0.0006, num_epochs: 2, sequence_len: 512, seed: 7 };
  for (const [key, value] of Object.entries(wanted)) expect(settingOf(yaml, key), key).toBe(String(value));
  expect(settingOf(yaml, "train_on_inputs")).toBe("false");
  expect(settingOf(yaml, "early_stopping_patience")).toBe("3");
});

it("gives LLaMA-Factory the recipe's parameters and datasets that it finds", () => {
  const files = kit("llama-factory");
  const yaml = files["train.yaml"];
  const wanted = {
    lora_rank: 16,
    lora_alpha: 32,
    learning_rate: 0.0006,
    num_train_epochs: 2,
    cutoff_len: 512,
    seed: 7,
  };
  for (const [key, value] of Object.entries(wanted)) expect(settingOf(yaml, key), key).toBe(String(value));
  expect(settingOf(yaml, "train_on_prompt")).toBe("false");
  const datasets = JSON.parse(files["dataset_info.json"] ?? "");
  for (const key of ["dataset", "eval_dataset"]) {
    expect(Object.keys(files)).toContain(datasets[settingOf(yaml, key) ?? ""].file_name);
  }
  for (const key of ["model_name_or_path", "template"]) {
    expect(settingOf(files["merge.yaml"], key)).toBe(settingOf(yaml, key));
  }
});

it("gives Unsloth the recipe's parameters", () => {
  const script = kit("unsloth")["train.py"];
  const wanted = [
    "r=16,",
    "lora_alpha=32,",
    "learning_rate=0.0006,",
    "num_train_epochs=2,",
    "completion_only_loss=True,",
  ];
  for (const text of [...wanted, "SEED = 7\n", "SEQUENCE_LENGTH = 512\n", 'BASE = "org/base"\n']) {
    expect(script).toContain(text);
  }
});

describe("for mlx-lm", () => {
  it("gives the recipe's parameters, the scale for alpha", () => {
    const yaml = kit("mlx-lm")["lora.yaml"];
    const wanted = { rank: 16, scale: 2, learning_rate: 0.0006, max_seq_length: 512, seed: 7, mask_prompt: true };
    for (const [key, value] of Object.entries(wanted)) expect(settingOf(yaml, key), key).toBe(String(value));
  });

  it.each([
    { train: 90, evaluation: 10, batch: 8, accumulation: 1, iters: 23 },
    { train: 54, evaluation: 6, batch: 4, accumulation: 2, iters: 28 },
    { train: 20, evaluation: 1, batch: 1, accumulation: 8, iters: 40 },
    { train: 3, evaluation: 0, batch: 2, accumulation: 4, iters: 4 },
  ])("takes batches that $train and $evaluation rows fill, and as many as make its epochs", (wanted) => {
    const yaml = kit("mlx-lm", { train: rows(wanted.train), evaluation: rows(wanted.evaluation) })["lora.yaml"];
    const [batch, accumulation, iters] = ["batch_size", "grad_accumulation_steps", "iters"].map((key) =>
      Number(settingOf(yaml, key)),
    );
    expect({ ...wanted, batch, accumulation, iters }).toEqual(wanted);
  });
});
