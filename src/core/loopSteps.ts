/** What a loop does next, and what it decides: pure functions of its journal. */
import { sharesOf } from "./bootstrap.ts";
import type { PassFigures } from "./evaluation.ts";
import {
  generatorOf,
  type LoopEnd,
  type LoopEntry,
  type LoopLimits,
  type LoopRound,
  type RoundFigures,
  type RoundTraining,
  roundsOf,
} from "./loop.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

export type LoopStep =
  /** Notes how many pairs are accepted before the first round. */
  | { readonly do: "begin" }
  /** `run`: the run that was begun, to go on with. */
  | { readonly do: "generate"; readonly round: number; readonly generator: string; readonly run: string | undefined }
  /** `before`: accepted pairs when the last round was reviewed, or the loop began. */
  | { readonly do: "review"; readonly round: number; readonly before: number }
  | { readonly do: "train"; readonly round: number; readonly training: string | undefined }
  | { readonly do: "evaluate"; readonly round: number; readonly tuned: string; readonly generator: string }
  | ({ readonly do: "decide"; readonly round: number; readonly generator: string } & {
      readonly trained: RoundTraining;
      readonly figures: RoundFigures;
    })
  | { readonly do: "stop"; readonly end: LoopEnd };

/** The step after all that the journal holds. */
export function nextStep(journal: readonly LoopEntry[], limits: LoopLimits): LoopStep {
  const begun = journal.find((entry) => entry.entry === "begun");
  if (begun === undefined) return { do: "begin" };
  const rounds = roundsOf(journal);
  const last = rounds.at(-1);
  if (last === undefined || last.decided !== undefined) {
    const end = endAfter(rounds, limits);
    if (end !== undefined) return { do: "stop", end };
    const generator = generatorOf(begun.base, rounds);
    return { do: "generate", round: 1 + (last?.round ?? 0), generator, run: undefined };
  }
  const { round, generator, generating, generated, reviewed, training, trained, evaluated } = last;
  if (generated === undefined) return { do: "generate", round, generator, run: generating?.run };
  if (reviewed === undefined)
    return { do: "review", round, before: rounds.at(-2)?.reviewed?.accepted ?? begun.accepted };
  if (trained === undefined) return { do: "train", round, training: training?.training };
  if (evaluated === undefined) return { do: "evaluate", round, tuned: trained.model, generator };
  return { do: "decide", round, generator, trained, figures: evaluated };
}

function endAfter(rounds: readonly LoopRound[], { rounds: most, pairs, patience }: LoopLimits): LoopEnd | undefined {
  const last = rounds.at(-1);
  if (last === undefined) return undefined;
  if (last.round >= most) return "rounds";
  if (pairs !== undefined && (last.reviewed?.accepted ?? 0) >= pairs) return "pairs";
  const latest = rounds.slice(-patience);
  return latest.length === patience && latest.every(({ decided }) => decided?.promoted === false)
    ? "patience"
    : undefined;
}

/**
 * What a review has brought: new accepted pairs, with which the round goes on, or why the loop ends here for now. It
 * waits for a person only while there is something left to decide on.
 */
export function settleReview(
  before: number,
  { accepted, pending }: { readonly accepted: number; readonly pending: number },
): { readonly accepted: number; readonly fresh: number } | Extract<LoopEnd, "nothingNew" | "review"> {
  if (accepted > before) return { accepted, fresh: accepted - before };
  return pending > 0 ? "review" : "nothingNew";
}

/**
 * Whether the tuned model writes the next round: not where it talks gibberish, nor where the whole interval of its
 * difference from the model that wrote this one, or from the base, is below zero at the least k. The base is asked, too,
 * so that many rounds that are each a little worse do not lead far away from it.
 */
export function decide(
  base: string,
  generator: string,
  { model, speaks }: Pick<RoundTraining, "model" | "speaks">,
  { less }: Pick<RoundFigures, "less">,
): { readonly promoted: boolean; readonly why: string } {
  if (!speaks) return { promoted: false, why: `${model} talks gibberish.` };
  const [own, others] = [compare(generator, less.generator), compare(base, less.base)];
  if (own.outcome === "worse") return { promoted: false, why: `Worse than ${own.words}.` };
  if (others.outcome === "worse") return { promoted: false, why: `Worse than the base, ${others.words}.` };
  return { promoted: true, why: `${own.outcome === "better" ? "Better" : "Not worse"} than ${own.words}.` };
}

/** The difference at its least k, in a word and in figures. */
function compare(other: string, difference: PassFigures): { readonly outcome: Outcome; readonly words: string } {
  const k = Math.min(...Object.keys(difference).map(Number));
  const figure = difference[k];
  if (figure === undefined) throw new Error(`There is no difference from ${other}.`);
  return {
    outcome: outcomeOf(figure),
    words: `${other}: pass@${k} differs by ${sharesOf(figure, "+")} points`,
  };
}
