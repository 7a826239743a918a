/** Counts of a run in memory, started from what the queue holds of it, so that progress costs no query. */
import type { RunTally } from "./ports.ts";
import type { RejectReason } from "./puzzle.ts";

export class Counters {
  #tally: { -readonly [K in keyof RunTally]: RunTally[K] };
  readonly #startTokens: number;
  readonly #startSolved: number;

  constructor(start: RunTally) {
    this.#tally = { ...start, rejected: { ...start.rejected } };
    this.#startTokens = start.tokens;
    this.#startSolved = start.solved;
  }

  get tally(): RunTally {
    return { ...this.#tally, rejected: { ...this.#tally.rejected } };
  }

  rejected(reason: RejectReason, tokens: number): void {
    this.#tally.written++;
    this.#tally.tokens += tokens;
    this.#tally.rejected = { ...this.#tally.rejected, [reason]: (this.#tally.rejected[reason] ?? 0) + 1 };
  }

  kept(tokens: number): void {
    this.#tally.written++;
    this.#tally.kept++;
    this.#tally.tokens += tokens;
  }

  attempted(tokens: number, verified: boolean, first: boolean): void {
    this.#tally.attempts++;
    this.#tally.tokens += tokens;
    if (verified) this.#tally.verified++;
    if (verified && first) this.#tally.solved++;
  }

  /** Tokens a second, and seconds until `count` puzzles are solved, after `seconds` of this session. */
  pace(count: number, seconds: number): { tokensPerSecond: number; secondsLeft: number | null } {
    const solved = this.#tally.solved - this.#startSolved;
    const left = Math.max(0, count - this.#tally.solved);
    return {
      tokensPerSecond: seconds > 0 ? (this.#tally.tokens - this.#startTokens) / seconds : 0,
      secondsLeft: solved > 0 ? (left * seconds) / solved : null,
    };
  }
}
