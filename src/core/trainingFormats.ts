/** Pairs in the forms that other trainers read. */
import { buildDataset, type DroppedPair, type Forbidden } from "./dataset.ts";
import type { Row, TrainingPair } from "./datasetRows.ts";
import type { TrainRecipe } from "./trainRecipe.ts";

/**
 * `prompt-completion`: the very prompt that tuned models are asked with, and the body of g. The others ask in words:
 * `chat` as OpenAI's messages, `alpaca` and `sharegpt` as the datasets of these names.
 */
export const TRAINING_FORMATS = ["prompt-completion", "chat", "alpaca", "sharegpt"] as const;
export type TrainingFormat = (typeof TRAINING_FORMATS)[number];

const INSTRUCTION = "Write the Python function g whose return value makes f return True.";

type Line = Readonly<Record<string, unknown>>;

/**
 * The pairs that a training by `recipe` would use, shuffled by `seed`, a value for each; with those that it would not,
 * and why.
 */
export function trainingLines(
  pairs: readonly TrainingPair[],
  format: TrainingFormat,
  { perPuzzle, alike }: Pick<TrainRecipe, "perPuzzle" | "alike">,
  seed: number,
  forbidden: Forbidden,
): { readonly lines: readonly Line[]; readonly dropped: readonly DroppedPair[] } {
  const options = { format: "completion", perPuzzle, alike, evaluationShare: 0, seed } as const;
  const { train, dropped } = buildDataset(pairs, options, forbidden);
  const texts = new Map(pairs.map(({ id, f, g }) => [id, { f: f.trim(), g: g.trim() }]));
  const lines = train.flatMap((row) => {
    const text = texts.get(row.id);
    return text === undefined ? [] : [lineOf(row, text, format)];
  });
  return { lines, dropped };
}

function lineOf({ prompt, completion }: Row, { f, g }: { f: string; g: string }, format: TrainingFormat): Line {
  const asked = `${INSTRUCTION}\n\n${f}`;
  switch (format) {
    case "prompt-completion":
      return { prompt, completion };
    case "chat":
      return {
        messages: [
          { role: "user", content: asked },
          { role: "assistant", content: g },
        ],
      };
    case "alpaca":
      return { instruction: INSTRUCTION, input: f, output: g };
    case "sharegpt":
      return {
        conversations: [
          { from: "human", value: asked },
          { from: "gpt", value: g },
        ],
      };
  }
}
