/** Tuned models as the panel shows them. */

import { roundOf } from "../core/lineage.ts";
import { lineageTree } from "../core/lineageTree.ts";
import type { ModelEvaluation, TunedModel, TunedModels } from "../core/modelEvaluation.ts";
import { outcomeOf } from "../core/outcome.ts";
import { comparisonOf } from "../core/promotion.ts";
import { MATRIX_GROUPS, type MatrixGroup } from "../core/puzzleMatrix.ts";
import type { PuzzleTally } from "../core/puzzleSamples.ts";
import type { PanelEntry, PanelEvaluation, PanelMade, PanelTally } from "../protocol/panelModels.ts";

/** Puzzles of a group that the page gets; more are not looked through there. */
const MOST_PUZZLES = 200;

/** The newest `limit` models with their bases, from the top of each tree down. */
export function entriesOf({ models, promoted }: TunedModels, limit: number): PanelEntry[] {
  const shown = models.slice(0, limit);
  const known = new Map(shown.map((model) => [model.name, model]));
  const flat = (nodes: ReturnType<typeof lineageTree>, depth: number): PanelEntry[] =>
    nodes.flatMap(({ name, made, tuned }) => {
      const model = made && known.get(name);
      const entry = { name, depth, promoted: name === promoted, made: model === undefined ? null : madeOf(model) };
      return [entry, ...flat(tuned, depth + 1)];
    });
  return flat(lineageTree(shown), 0);
}

function madeOf(model: TunedModel): PanelMade {
  const { base, recipe, run, steps, lossBefore, lossAfter, seconds, agreement, createdAt, evaluation } = model;
  const { prompts, parsed } = model.smoke;
  return {
    ...{ base, recipe, run, steps, lossBefore, lossAfter, seconds, agreement, createdAt },
    round: roundOf(model) ?? null,
    pairs: model.pairs.length,
    smoke: { prompts, parsed },
    evaluation: evaluation === undefined ? null : evaluationView(evaluation),
  };
}

function evaluationView(evaluation: ModelEvaluation): PanelEvaluation | null {
  const { recipe, n, puzzles, contaminated, passAt, solved } = evaluation;
  const comparison = comparisonOf(evaluation);
  if (comparison === undefined) return null;
  return {
    ...{ recipe, n, puzzles, contaminated },
    outcome: outcomeOf(comparison),
    passAt: passAt.map(({ k, tuned, base, difference }) => ({ k, tuned, base, difference })),
    solved: solved === undefined ? null : byGroup((group) => solved[group].length),
  };
}

/** Puzzles by what became of them. Where a good many more attempts changed, they come first. */
export function groupsOf(tallies: readonly PuzzleTally[]): Record<MatrixGroup, PanelTally[]> {
  const view = ({ id, title, skill, level, tuned, base }: PuzzleTally): PanelTally => ({
    ...{ id, title, tuned, base },
    skill: skill ?? null,
    level: level ?? null,
  });
  const change = ({ tuned, base }: PuzzleTally) => Math.abs(tuned - base);
  const largestFirst = [...tallies].sort((a, b) => change(b) - change(a));
  return byGroup((group) =>
    largestFirst
      .filter((tally) => groupOf(tally) === group)
      .slice(0, MOST_PUZZLES)
      .map(view),
  );
}

function groupOf({ tuned, base }: PuzzleTally): MatrixGroup {
  if (tuned > 0) return base > 0 ? "both" : "gained";
  return base > 0 ? "lost" : "neither";
}

function byGroup<T>(of: (group: MatrixGroup) => T): Record<MatrixGroup, T> {
  return Object.fromEntries(MATRIX_GROUPS.map((group) => [group, of(group)])) as Record<MatrixGroup, T>;
}
