/** Dropped pairs by name, as a plan tells them. */
import { DROP_REASONS, type DroppedPair } from "../core/dataset.ts";
import type { TrainEvent } from "../core/trainEvents.ts";

/** Tells at most `most` pairs of each reason, and how many more there are. */
export function tellDropped(dropped: readonly DroppedPair[], most: number, tell: (event: TrainEvent) => void): void {
  for (const reason of DROP_REASONS) {
    const pairs = dropped.filter((pair) => pair.reason === reason);
    for (const pair of pairs.slice(0, most)) tell({ event: "dropped", ...pair });
    const rest = pairs.length - most;
    if (rest > 0) tell({ event: "note", text: `And ${rest} more dropped as ${reason}; --dropped <n> names more.` });
  }
}
