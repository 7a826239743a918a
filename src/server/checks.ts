/**
 * Checks the cells of all open documents: each distinct text once, the most wanted first, nothing that no document
 * holds any more. What was found is keyed by the text itself, so that it can never stand beside another.
 */
import { type CellFindings, type CellText, checkCell } from "../core/cellCheck.ts";
import type { Judge } from "../core/ports.ts";

export interface ChecksParts {
  readonly judge: () => Promise<Judge>;
  readonly timeoutMs: number;
  /** Something was found out about a text. */
  readonly onFound: () => void;
  /** The judge cannot run: nothing is checked until `resume`. `thrown`: a call of `settle` throws it to who asked. */
  readonly onFailure: (error: unknown, thrown: boolean) => void;
}

/** Few enough that what was just typed does not wait behind many, enough to keep the judge's workers busy. */
const AT_ONCE = 6;
/** Texts whose findings are kept though no document holds them: undo brings them back. */
const MOST_UNWANTED = 2_000;

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export class Checks {
  readonly #parts: ChecksParts;
  readonly #found = new Map<string, CellFindings>();
  readonly #running = new Map<string, Running>();
  /** What each document holds, in its order, and how far it has been looked through. */
  readonly #wanted = new Map<string, { readonly texts: ReadonlyMap<string, CellText>; rest: string[] }>();
  readonly #urgent = new Map<string, CellText>();
  #failure: unknown;

  constructor(parts: ChecksParts) {
    this.#parts = parts;
  }

  /** What is known about a text; without a verdict while it is being judged. */
  find(text: CellText): CellFindings | undefined {
    return this.#found.get(keyOf(text));
  }

  /** Why nothing is checked; undefined while the judge can run. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Sets what `document` holds, in its order; what it did not hold before is looked at first. */
  want(document: string, texts: readonly CellText[]): void {
    const before = this.#wanted.get(document)?.texts;
    const byKey = new Map(texts.map((text) => [keyOf(text), text]));
    const keys = [...byKey.keys()];
    const [known, added] = [keys.filter((key) => before?.has(key)), keys.filter((key) => !before?.has(key))];
    this.#wanted.set(document, { texts: byKey, rest: [...added, ...known].reverse() });
    this.#dropUnwanted();
    this.#pump();
  }

  /** The document was closed. */
  forget(document: string): void {
    this.#wanted.delete(document);
    this.#dropUnwanted();
  }

  /**
   * All there is to find out about `text`, before everything else; with `again` found out anew.
   * Throws what the judge throws, also when it cannot run.
   */
  async settle(text: CellText, again = false): Promise<CellFindings> {
    const key = keyOf(text);
    if (again) this.#found.delete(key);
    try {
      for (;;) {
        this.#urgent.set(key, text); // in each round: another call on this text may have ended and taken it out
        const found = this.#found.get(key);
        if (found !== undefined && isSettled(found)) return found;
        if (this.#failure !== undefined) throw this.#failure;
        this.#pump(key);
        await this.#running.get(key)?.done;
      }
    } finally {
      this.#urgent.delete(key);
    }
  }

  /** Goes on after a failure. */
  resume(): void {
    this.#failure = undefined;
    for (const wanted of this.#wanted.values()) wanted.rest = [...wanted.texts.keys()].reverse();
    this.#pump();
  }

  /** Forgets all findings, as after a change of the interpreter, and begins anew. */
  restart(): void {
    this.stop();
    this.#found.clear();
    this.resume();
  }

  /** Ends what is being checked; nothing is begun until `resume`. */
  stop(): void {
    this.#failure = new Error("The checks were stopped.");
    for (const { abort } of this.#running.values()) abort.abort();
    this.#running.clear();
  }

  #pump(first?: string): void {
    if (this.#failure !== undefined) return;
    const urgent = first === undefined ? undefined : this.#urgent.get(first);
    if (first !== undefined && urgent !== undefined && !this.#running.has(first)) this.#start(first, urgent);
    while (this.#running.size < AT_ONCE) {
      const next = this.#next();
      if (next === undefined) return;
      this.#start(...next);
    }
  }

  #next(): [string, CellText] | undefined {
    for (const { texts, rest } of this.#wanted.values()) {
      for (let key = rest.pop(); key !== undefined; key = rest.pop()) {
        const text = texts.get(key);
        const found = this.#found.get(key);
        const open = found === undefined || !isSettled(found);
        if (text !== undefined && open && !this.#running.has(key)) return [key, text];
      }
    }
    return undefined;
  }

  #start(key: string, text: CellText): void {
    const abort = new AbortController();
    const running: Running = { abort, done: this.#check(key, text, abort.signal) };
    this.#running.set(key, running);
    void running.done.finally(() => {
      if (this.#running.get(key) === running) this.#running.delete(key);
      this.#pump();
    });
  }

  async #check(key: string, text: CellText, signal: AbortSignal): Promise<void> {
    const keep = (findings: CellFindings) => {
      if (signal.aborted) return;
      this.#found.delete(key);
      this.#found.set(key, findings);
      this.#parts.onFound();
    };
    try {
      const judge = await this.#parts.judge();
      if (signal.aborted) return;
      keep(await checkCell(text, judge, this.#parts.timeoutMs, keep, signal));
    } catch (error) {
      if (signal.aborted || this.#failure !== undefined) return; // what fails for all is told once
      this.#failure = error;
      this.#parts.onFailure(error, this.#urgent.size > 0);
    }
  }

  #dropUnwanted(): void {
    const isWanted = (key: string) =>
      this.#urgent.has(key) || [...this.#wanted.values()].some(({ texts }) => texts.has(key));
    for (const [key, { abort }] of this.#running) {
      if (!isWanted(key)) {
        abort.abort();
        this.#running.delete(key);
      }
    }
    const most = [...this.#wanted.values()].reduce((sum, { texts }) => sum + texts.size, MOST_UNWANTED);
    for (const key of this.#found.keys()) {
      if (this.#found.size <= most) break;
      if (!isWanted(key)) this.#found.delete(key);
    }
  }
}

/** Begins with f's length: a text may hold whatever could part f from g. */
function keyOf(text: CellText): string {
  const known = KEYS.get(text);
  if (known !== undefined) return known;
  const { f, g } = text;
  const key = g === null ? `:${f}` : `${f.length}:${f}${g}`;
  KEYS.set(text, key);
  return key;
}

/** A text that is asked about again and again is not put together each time. */
const KEYS = new WeakMap<CellText, string>();

function isSettled({ inspection, signatureFault, probe }: CellFindings): boolean {
  return !inspection.ok || signatureFault !== null || probe !== null;
}
