/** What the panel says of models, in the display language. */
import { t } from "@vscode/l10n";
import type { PanelEvaluation, PanelMade, PanelModels, PanelTally } from "../src/protocol/panelModels.ts";
import { duration, loss, moment, percent, pointsWithInterval, whole } from "./figures.ts";

export type MatrixGroup = keyof NonNullable<PanelEvaluation["solved"]>;

/** In the order in which people look. */
export function groupNames(): Readonly<Record<MatrixGroup, string>> {
  return { gained: t("Newly solved"), lost: t("Lost"), both: t("Solved by both"), neither: t("Solved by neither") };
}

/** Did it get better? */
export function verdictOf({ base, evaluation }: PanelMade): string {
  const [least] = evaluation?.passAt ?? [];
  if (evaluation === null || least === undefined) return t("Not evaluated against {0} yet.", base);
  const { outcome, puzzles, n, recipe, contaminated } = evaluation;
  const figures = [base, least.k, pointsWithInterval(least.difference)] as const;
  const measured = t("Measured by {0} attempts at each of {1} puzzles, recipe {2}.", whole(n), whole(puzzles), recipe);
  const sentence = {
    better: t("Better than {0}: pass@{1} differs by {2}.", ...figures),
    unclear: t("No clear difference from {0}: pass@{1} differs by {2}, an interval that includes zero.", ...figures),
    worse: t("Worse than {0}: pass@{1} differs by {2}. It is not promoted unless you insist.", ...figures),
  }[outcome];
  const left = t("Left out, since one of the two had seen them: {0}.", whole(contaminated));
  return [sentence, measured, ...(contaminated === 0 ? [] : [left])].join(" ");
}

/** What made a model. */
export function originOf(made: PanelMade): string {
  const { base, round, recipe, pairs, steps, seconds, lossBefore, lossAfter, smoke, agreement, createdAt } = made;
  const parts = [
    round === null || round === 0 ? null : t("Round {0}", whole(round)), // round 0: by hand or imported
    t("{0} pairs, recipe {1}", whole(pairs), recipe),
    t("{0} steps in {1}", whole(steps), duration(seconds)),
    t("evaluation loss {0} → {1}", loss(lossBefore), loss(lossAfter)),
    t("{0} of {1} first replies were Python", smoke.parsed, smoke.prompts),
    t("the file agrees at {0} of tokens", percent(agreement)),
    moment(createdAt),
  ];
  return t("Tuned from {0}: {1}", base, parts.filter((part) => part !== null).join(" · "));
}

/** How far the evaluation is; for the live region its figures are rounded, so that it is not said all the time. */
export function evaluatingSentence({ model, against, cancelling, asked }: Evaluating): string {
  if (cancelling) return t("The evaluation is being cancelled. Its attempts are kept.");
  if (asked === null || asked.total === 0) return t("{0} is being evaluated against {1}.", model, against);
  const tenth = Math.floor((10 * asked.done) / asked.total) * 10;
  return t(
    "{0} is being evaluated against {1}: {2} % of the attempts of {3} are made.",
    model,
    against,
    tenth,
    asked.model,
  );
}

type Evaluating = NonNullable<PanelModels["evaluating"]>;

/** What there is to say of a puzzle besides its title; `n`: attempts of each model. */
export function tallyText({ skill, level, tuned, base }: PanelTally, n: number): string {
  const counts = t("tuned {0}, base {1} of {2}", tuned, base, n);
  return [skill, level, counts].filter((part) => part !== null).join(" · ");
}
