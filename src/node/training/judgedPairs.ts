/** The pairs of a file, as training takes them: only those that the judge finds `verified`. */
import type { DroppedPair } from "../../core/dataset.ts";
import type { TrainingPair } from "../../core/datasetRows.ts";
import { UserError } from "../../core/errors.ts";
import { pairId } from "../../core/pairId.ts";
import type { Judge } from "../../core/ports.ts";
import { titleOf } from "../../core/puzzleTitle.ts";
import { SOLUTION_MS } from "../exchange/importItem.ts";
import { inLanes } from "../exchange/inLanes.ts";
import { readImport } from "../exchange/readImport.ts";

/**
 * Reads and judges a file of any form that `import` reads; `lanes` items at once. Pairs that are not verified are
 * dropped with their verdict. Throws `UserError` where the file, or one of its items, cannot be read.
 */
export async function readJudgedPairs(
  path: string,
  judge: Judge,
  lanes: number,
  signal: AbortSignal,
): Promise<{ readonly pairs: readonly TrainingPair[]; readonly dropped: readonly DroppedPair[] }> {
  const pairs: TrainingPair[] = [];
  const dropped: DroppedPair[] = [];
  await inLanes(readImport(path), lanes, signal, async (item) => {
    if ("unreadable" in item) {
      throw new UserError(
        `Item ${item.number} of ${path} cannot be read: ${item.unreadable}`,
        'Give lines with "f" and "g" as text.',
      );
    }
    const puzzle = await judge.inspect(item.f, signal);
    const of = { title: titleOf(item.f), reason: "unverified" } as const;
    for (const { g } of item.solutions) {
      if (!puzzle.ok) {
        dropped.push({ ...of, id: `item ${item.number}`, detail: puzzle.detail });
        continue;
      }
      const id = pairId(puzzle.id, g);
      const { verdict, detail } = await judge.judge({ f: puzzle.f, g }, SOLUTION_MS, signal);
      if (verdict !== "verified") dropped.push({ ...of, id, detail: `${verdict}: ${detail}` });
      else pairs.push({ id, puzzleId: puzzle.id, f: puzzle.f, header: puzzle.header, g, round: 0 });
    }
  });
  return { pairs, dropped };
}
