/** What a run says while it works. */
import type { Processor, RunTally } from "./ports.ts";
import type { RejectReason, Verdict } from "./puzzle.ts";

export type RunEvent =
  | {
      readonly event: "started";
      readonly run: string;
      readonly model: string;
      readonly recipe: string;
      readonly count: number;
      readonly processor: Processor;
      readonly resumed: boolean;
    }
  | { readonly event: "rejected"; readonly reason: RejectReason; readonly detail: string }
  | { readonly event: "puzzle"; readonly id: string; readonly f: string }
  | { readonly event: "attempt"; readonly puzzle: string; readonly verdict: Verdict; readonly detail: string }
  | {
      readonly event: "pair";
      readonly id: string;
      readonly puzzle: string;
      readonly f: string;
      readonly g: string;
      readonly answer: string;
    }
  /** The recipe's attempts are spent and none was verified. */
  | { readonly event: "unsolved"; readonly puzzle: string }
  | {
      readonly event: "progress";
      readonly tally: RunTally;
      readonly tokensPerSecond: number;
      readonly secondsLeft: number | null;
    }
  /** `reason`: what a person can allow, so that it fails no more. */
  | { readonly event: "failed"; readonly message: string; readonly reason?: "sandbox" | undefined }
  | RunSummary;

/** The last line of a run. */
export interface RunSummary extends RunTally {
  readonly event: "summary";
  readonly run: string;
  readonly seconds: number;
  readonly model: string;
  readonly processor: Processor;
  /** `done`: the count was reached; `exhausted`: the recipe's budget of candidates was; `cancelled`: by a person. */
  readonly end: "done" | "exhausted" | "cancelled";
}
