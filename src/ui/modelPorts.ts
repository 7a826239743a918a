/** What the Training panel needs of the world to compare models. `extension.ts` hands in the implementations. */
import type { TunedModels } from "../core/modelEvaluation.ts";
import type { Promotion, RolledBack } from "../core/promotion.ts";
import type { PuzzleSamples, PuzzleTally } from "../core/puzzleSamples.ts";
import type { EvaluateEnd, EvaluateEvent, EvaluateRequest } from "../protocol/evaluateEvents.ts";

/** The workspace's tuned models. What writes throws `UserError` where another window has the workspace. */
export interface TunedModelAccess {
  read(): Promise<TunedModels>;
  /** Refused where the model is worse than its base or was not compared with it, unless `force`. */
  promote(name: string, options: { readonly force: boolean }): Promise<Promotion>;
  rollBack(): Promise<RolledBack>;
  /** Takes it out of Ollama and off the list. */
  remove(name: string): Promise<void>;
  /** How often the model and its base solved each puzzle of their latest evaluation. */
  tallies(name: string, signal: AbortSignal): Promise<readonly PuzzleTally[]>;
  /** A few of their attempts at one puzzle. */
  samples(name: string, puzzle: string): Promise<PuzzleSamples>;
}

/** An evaluation in a process of its own. */
export interface EvaluateJob {
  readonly request: EvaluateRequest;
  /** Settles when its process is gone; never after `dispose`. */
  readonly ended: Promise<EvaluateEnd>;
  /** Ends it and all that it started; the attempts are kept. */
  cancel(): Promise<void>;
  /** Ceases to watch; the process goes on. */
  dispose(): void;
}

export interface Evaluations {
  /** Throws `UserError` where one runs already, or none may. */
  start(request: EvaluateRequest, onEvent: (event: EvaluateEvent) => void): Promise<EvaluateJob>;
  /** Takes up the one that an earlier window left; its events are told again from the first. */
  reattach(onEvent: (event: EvaluateEvent) => void): Promise<EvaluateJob | undefined>;
}
