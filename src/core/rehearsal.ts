/**
 * Rows that keep a model able to write puzzles. One that is tuned on solutions alone forgets it: Gemma 3 270M, after 36
 * steps on its own solutions, wrote not one puzzle in 280 candidates, where 55 % of the base's are kept. So each puzzle
 * that is trained on is also learned as what follows some others, the way in which puzzles are asked for.
 */
import type { Row, TrainingPair } from "./datasetRows.ts";
import { puzzlePrompt } from "./prompt.ts";
import { renameFunction } from "./pythonText.ts";
import { seededRandom, shuffled } from "./random.ts";

/** Puzzles that a prompt shows; fewer than a generation's, so that rows stay short. */
const EXAMPLES = 3;
const HEADER = "def f(";

/**
 * A row for each puzzle of `train`, but for those with imports, which no prompt asks for; none where there is no other
 * puzzle to follow. `pairs` has the puzzles' texts.
 */
export function rehearsalRows(train: readonly Row[], pairs: Iterable<TrainingPair>, seed: number): Row[] {
  const trained = new Set(train.map(({ puzzleId }) => puzzleId));
  const puzzles = new Map<string, TrainingPair>();
  for (const pair of pairs) if (trained.has(pair.puzzleId)) puzzles.set(pair.puzzleId, pair);
  const all = [...puzzles.values()]
    .filter(({ f }) => f.startsWith(HEADER))
    .sort((a, b) => (a.puzzleId < b.puzzleId ? -1 : 1));
  const random = seededRandom(seed);
  return all.flatMap(({ puzzleId, round, f }) => {
    const others = shuffled(all, random).filter((other) => other.puzzleId !== puzzleId);
    if (others.length === 0) return [];
    const { prompt, name } = puzzlePrompt(others.slice(0, EXAMPLES).map((other) => other.f.trim()));
    const completion = renameFunction(f.trim(), "f", name).slice(`def ${name}(`.length);
    return { id: `write ${puzzleId}`, puzzleId, round, prompt, completion, writes: true as const };
  });
}
