/** The words of the method. One meaning each, the same in code, interface and documents. */

/** What the judge can find about a pair. `verified` is the only one that lets a pair be accepted. */
export const VERDICTS = [
  "verified",
  "refuted",
  "raised",
  "illTyped",
  "timedOut",
  "outOfMemory",
  "unsafe",
  "malformed",
  "flaky",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A pair's way through review: pending → accepted or rejected → trained. */
export const REVIEW_STATES = ["pending", "accepted", "rejected", "trained"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** Why a candidate puzzle was not kept. Every rejected candidate keeps one of these. */
export const REJECT_REASONS = [
  "noPuzzle", // the text does not hold `def f(` and a `return`
  "syntax", // Python cannot parse it
  "signature", // not exactly one required, annotated parameter; or `*args`, `**kwargs`
  "answerUnused", // the answer is not mentioned more than once in all
  "answerType", // the answer's type is not one that the recipe wants
  "unsound", // with `return True` put first, f(None) does not run
  "trivial", // one of the fixed trivial answers solves it
  "inSeeds",
  "inHeldOut",
  "inQueue",
  "inBatch",
  "alike", // differs only in constants from as many puzzles as the recipe wants of a kind
  "broken", // the model's reply ended without being complete
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Python source of `def f(answer: T, …inputs with defaults) -> bool`, imports it needs included. */
export interface Puzzle {
  /** Content id: the first 16 hex digits of SHA-256 over the normalised syntax tree of f. */
  readonly id: string;
  readonly f: string;
}

/** A puzzle that attempts can be made at. */
export interface OpenPuzzle extends Puzzle {
  /** The header of every solution: `def g(inputs with their defaults):`. */
  readonly header: string;
  /** Content ids of the seeds that the prompt showed when the model wrote it; empty for one that no model wrote. */
  readonly shown: readonly string[];
}

/** A puzzle and one solution: Python source of `def g(…the same inputs with the same defaults)`. */
export interface Pair {
  readonly f: string;
  readonly g: string;
}

declare const judged: unique symbol;
/** A pair that the judge found `verified`. Only the judge's adapter and its record on disk make one. */
export type VerifiedPair = Pair & { readonly [judged]: true };

/** The judge's finding on one pair. */
export type Judgement =
  | {
      readonly verdict: "verified";
      readonly pair: VerifiedPair;
      /** Python `repr` of the answer, cut to a stated length. */
      readonly answer: string;
      readonly detail: string;
      /** Time that g and f took, without the judge's own, in milliseconds. */
      readonly ms: number;
    }
  | {
      readonly verdict: Exclude<Verdict, "verified">;
      /** What happened in words: the answer given, the exception and its line, the limit that was hit. */
      readonly detail: string;
      readonly answer?: string;
      readonly ms: number;
    };

/** One parameter of f, as Python's own parser reads it. */
export interface Parameter {
  readonly name: string;
  /** Source text of the annotation, or null where there is none. */
  readonly annotation: string | null;
  /** Source text of the default, or null where there is none. */
  readonly default: string | null;
}

/** What Python's `ast` says about a candidate puzzle, without running any of it. */
export type Inspection =
  | { readonly ok: false; readonly problem: "syntax" | "noPuzzle"; readonly detail: string; readonly line?: number }
  | {
      readonly ok: true;
      readonly id: string;
      /** The text of the first function only, with the imports before it; renamed to f. */
      readonly f: string;
      readonly parameters: readonly Parameter[];
      /** True where f has `*args`, `**kwargs`, keyword-only or positional-only parameters. */
      readonly variadic: boolean;
      readonly hasReturn: boolean;
      /** How often the body mentions the answer. */
      readonly answerMentions: number;
      /** The header of every solution: `def g(inputs with their defaults):`. */
      readonly header: string;
    };

/** Tests that call a function, as a puzzle about the results of the calls. */
export type TestsReading =
  | {
      readonly ok: true;
      /** Takes the list of results. */
      readonly f: string;
      /** Python expressions, in the order of the results, and the imports that they need. */
      readonly calls: readonly string[];
      readonly imports: readonly string[];
    }
  /** Why they cannot be told so: the end of a sentence. */
  | { readonly ok: false; readonly detail: string };

/** What running a candidate puzzle in the sandbox says about it. */
export interface Probe {
  /** Null when, with `return True` put first, f(None) runs; else what went wrong. */
  readonly unsound: string | null;
  /** Python `repr` of a fixed trivial answer that solves it, or null. */
  readonly trivialAnswer: string | null;
}
