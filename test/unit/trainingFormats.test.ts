import { expect, it } from "vitest";
import { forbid } from "../../src/core/dataset.ts";
import { rowOf, type TrainingPair } from "../../src/core/datasetRows.ts";
import { TRAINING_FORMATS, trainingLines } from "../../src/core/trainingFormats.ts";
import { trainRecipeNamed } from "../../src/core/trainRecipe.ts";

const F = "def f(x: int, n=3):\n    return x == n + 1";
const G = "def g(n=3):\n    return n + 1";
const PAIR: TrainingPair = { id: "a", puzzleId: "p", f: F, header: "def g(n=3):", g: G, round: 0 };
const OTHER: TrainingPair = { ...PAIR, id: "b", puzzleId: "q", f: "def f(s: str):\n    return s == 'b'" };
const ASKED = `Write the Python function g whose return value makes f return True.\n\n${F}`;

const lines = (format: (typeof TRAINING_FORMATS)[number], pairs = [PAIR], forbidden = forbid([])) =>
  trainingLines(pairs, format, trainRecipeNamed("adaptive"), 1, forbidden);

it("asks with the very prompt that tuned models are asked with", () => {
  const row = rowOf(PAIR, "completion");
  expect(lines("prompt-completion").lines).toEqual([{ prompt: row?.prompt, completion: row?.completion }]);
});

it("has the fields of each format", () => {
  expect(lines("chat").lines).toEqual([
    {
      messages: [
        { role: "user", content: ASKED },
        { role: "assistant", content: G },
      ],
    },
  ]);
  expect(lines("alpaca").lines).toEqual([{ instruction: ASKED.split("\n")[0], input: F, output: G }]);
  expect(lines("sharegpt").lines).toEqual([
    {
      conversations: [
        { from: "human", value: ASKED },
        { from: "gpt", value: G },
      ],
    },
  ]);
});

it.each(TRAINING_FORMATS)("never holds a puzzle of the held-out set: %s", (format) => {
  const { lines: kept, dropped } = lines(format, [PAIR, OTHER], forbid([{ id: "p", f: F }]));
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).toContain("s == 'b'");
  expect(dropped).toMatchObject([{ id: "a", reason: "inHeldOut" }]);
});
