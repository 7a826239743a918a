/** Which puzzles of a set say nothing about a model: it was trained on them, or its prompts show them. */
import { type Forbidden, forbid } from "./dataset.ts";
import { erasedForm } from "./erasedForm.ts";
import type { EvaluatedPuzzle, TaintedPuzzle } from "./evaluation.ts";
import type { SeedPuzzle } from "./seed.ts";

/** What one model has seen. */
export interface Seen {
  readonly model: string;
  /** Puzzles that it was trained on here, as was its base. */
  readonly trained: Forbidden;
  /** Seeds that its prompts show with their solutions. */
  readonly shown: readonly Pick<SeedPuzzle, "id" | "f">[];
}

/** Each puzzle that one of the models has seen, once; by content id, or without its constants. */
export function findTainted(puzzles: readonly EvaluatedPuzzle[], models: readonly Seen[]): TaintedPuzzle[] {
  const looks = models.map(({ shown, ...seen }) => ({ ...seen, shown: forbid(shown) }));
  return puzzles.flatMap(({ id, f, name }): TaintedPuzzle[] => {
    const form = erasedForm(f);
    for (const { model, trained, shown } of looks) {
      const is = { puzzle: id, name, model };
      if (trained.ids.has(id)) return [{ ...is, taint: "trained" }];
      if (trained.forms.has(form)) return [{ ...is, taint: "alike" }];
      if (shown.ids.has(id) || shown.forms.has(form)) return [{ ...is, taint: "shown" }];
    }
    return [];
  });
}
