/**
 * A model and a judge that follow a script. A scripted puzzle is known by its name: `candidate("a")` is what a model
 * writes after `def f9(`, and `a` is its content id.
 */
import { setImmediate } from "node:timers/promises";
import type { Completion, CompletionRequest, Judge, LanguageModel, ModelFacts } from "../../src/core/ports.ts";
import type { Inspection, Judgement, Pair, Probe, TestsReading, VerifiedPair } from "../../src/core/puzzle.ts";
import type { SeedPuzzle } from "../../src/core/seed.ts";

/** Milliseconds are no matter here: a clock that moves by `step` at every look. */
export function steppingClock(step: number): () => number {
  let now = 1_000_000;
  return () => {
    now += step;
    return now;
  };
}

export function candidate(name: string): string {
  return `x: int, name="${name}"):\n    return x == 7 and x > 0`;
}

export function seed(name: string, more: Partial<SeedPuzzle> = {}): SeedPuzzle {
  const f = `def f(${candidate(name)}`;
  return { id: name, skill: name, level: "easy", about: name, f, g: [`def g(name="${name}"):\n    return 7`], ...more };
}

/** A text to complete with, a reply that breaks off, or an error to throw. */
export type Reply = string | { readonly broken: string } | Error;

export interface Script {
  /** The `n`th candidate, from 0. */
  readonly puzzle: (n: number) => Reply | Promise<Reply>;
  /** The `n`th attempt at the puzzle of that name, from 0. */
  readonly solution?: (name: string, n: number) => Reply | Promise<Reply>;
}

/** Tokens of every whole reply. */
export const TOKENS = 10;

export class FakeModel implements LanguageModel {
  readonly facts: ModelFacts;
  readonly requests: CompletionRequest[] = [];
  /** Attempts asked for by the puzzle's name. */
  readonly attempts = new Map<string, number>();
  candidates = 0;
  inFlight = 0;
  mostInFlight = 0;
  readonly #script: Script;

  constructor(script: Script, concurrency = 1) {
    this.#script = script;
    this.facts = { name: "scripted", digest: "ab12", processor: "cpu", concurrency };
  }

  async describe(): Promise<ModelFacts> {
    return this.facts;
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    this.requests.push(request);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    try {
      await setImmediate(undefined, { signal });
      const reply = await abortable(Promise.resolve(this.#reply(request.prompt)), signal);
      if (reply instanceof Error) throw reply;
      if (typeof reply !== "string") return { finish: "broken", detail: reply.broken };
      return { finish: "stop", text: reply, tokens: TOKENS, promptTokens: 0 };
    } finally {
      this.inFlight--;
    }
  }

  #reply(prompt: string): Reply | Promise<Reply> {
    if (/\ndef f\d+\($/.test(`\n${prompt}`)) return this.#script.puzzle(this.candidates++);
    const name = [...prompt.matchAll(/name="(\w+)"/g)].at(-1)?.[1] ?? "";
    const n = this.attempts.get(name) ?? 0;
    this.attempts.set(name, n + 1);
    return this.#script.solution?.(name, n) ?? "return 7";
  }
}

/** What the judge finds about the puzzle of a name; by default it is a sound one. */
export interface Findings {
  readonly inspect?: Readonly<Record<string, Partial<Inspection>>>;
  readonly probe?: Readonly<Record<string, Partial<Probe>>>;
  /** Called before each answer: may wait or throw. */
  readonly before?: (op: "inspect" | "probe" | "judge", text: string) => Promise<void> | void;
}

/** Verifies what returns 7, refutes the rest. */
export class FakeJudge implements Judge {
  /** Names of the puzzles that were probed. */
  readonly ran: string[] = [];
  underWay = 0;
  mostUnderWay = 0;
  readonly #findings: Findings;

  constructor(findings: Findings = {}) {
    this.#findings = findings;
  }

  async inspect(source: string, signal: AbortSignal): Promise<Inspection> {
    const name = nameOf(source);
    return this.#answer("inspect", source, signal, () => {
      const parameters = [
        { name: "x", annotation: "int", default: null },
        { name: "name", annotation: null, default: `"${name}"` },
      ];
      const header = `def g(name="${name}"):`;
      const sound = { ok: true, id: name, f: source, parameters, variadic: false, hasReturn: true } as const;
      return { ...sound, answerMentions: 2, header, ...this.#findings.inspect?.[name] } as Inspection;
    });
  }

  async readTests(): Promise<TestsReading> {
    return { ok: false, detail: "there are none" };
  }

  async probe(f: string, signal: AbortSignal): Promise<Probe> {
    const sound = { unsound: null, trivialAnswer: null };
    return this.#answer("probe", f, signal, () => ({ ...sound, ...this.#findings.probe?.[nameOf(f)] }));
  }

  async judge({ f, g }: Pair, _timeoutMs: number, signal: AbortSignal): Promise<Judgement> {
    return this.#answer("judge", g, signal, () =>
      /return\s+7/.test(g)
        ? { verdict: "verified", pair: { f, g } as VerifiedPair, answer: "7", detail: "", ms: 1 }
        : { verdict: "refuted", detail: "f gave False", ms: 1 },
    );
  }

  async #answer<T>(op: "inspect" | "probe" | "judge", text: string, signal: AbortSignal, find: () => T): Promise<T> {
    if (op === "probe") this.ran.push(nameOf(text));
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    try {
      await setImmediate(undefined, { signal });
      await abortable(Promise.resolve(this.#findings.before?.(op, text)), signal);
      return find();
    } finally {
      this.underWay--;
    }
  }
}

function nameOf(source: string): string {
  return /name="(\w+)"/.exec(source)?.[1] ?? "";
}

/** `work`, given up when `signal` aborts. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
