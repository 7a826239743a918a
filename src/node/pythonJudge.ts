/** The judge, as a Python process of ours. The only place, besides the judge's record on disk, that makes verified pairs. */
import type { z } from "zod";
import type { Judge } from "../core/ports.ts";
import type { Inspection, Judgement, Pair, Probe, TestsReading, VerifiedPair } from "../core/puzzle.ts";
import { SandboxTooWeak } from "../core/sandbox.ts";
import {
  inspectionReply,
  type JudgeRequest,
  judgeReply,
  probeReply,
  reply,
  testsReply,
} from "../protocol/pythonMessages.ts";
import { type JudgeInfo, type JudgeProcess, type JudgeProcessOptions, startJudgeProcess } from "./judgeProcess.ts";

export interface PythonJudge extends Judge {
  /** The interpreter that judges, and how well it is closed off. */
  readonly info: JudgeInfo;
  /** The process that judges at present. */
  readonly pid: number;
  /** Ends the judge with everything that it runs; calls in flight are rejected. */
  close(): Promise<void>;
}

/** Most characters of source in one request: far more than any puzzle has, and what the supervisor reads in one line. */
const MOST_SOURCE_CHARACTERS = 8 << 20;
const TOO_LONG = `The text is longer than ${MOST_SOURCE_CHARACTERS} characters.`;
/** How often a request is sent again after the judge's process died under it. */
const MOST_RESENDS = 2;
/** Starts in a row, none of which succeeds, after which the judge is given up. */
const MOST_STARTS = 3;

/**
 * Starts the judge with `workers` requests at once; `signal` ends the start only, `close` ends the judge. Throws
 * `UserError` when the interpreter cannot run it, `SandboxTooWeak` when it is closed off less than `options.leastTier`.
 */
export async function startPythonJudge(options: JudgeProcessOptions, signal: AbortSignal): Promise<PythonJudge> {
  const judge = new SupervisedJudge(options);
  await judge.start(signal);
  return judge;
}

type Work = DistributiveOmit<Exclude<JudgeRequest, { op: "cancel" }>, "id">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

interface Call {
  readonly work: Work;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  resends: number;
}

class SupervisedJudge implements PythonJudge {
  readonly #options: JudgeProcessOptions;
  readonly #calls = new Map<number, Call>();
  readonly #closing = new AbortController();
  #process: JudgeProcess | undefined;
  #starting: Promise<void> = Promise.resolve();
  #info: JudgeInfo | undefined;
  /** Why the judge's process could not be started again. */
  #failure: unknown;
  #lastId = 0;

  constructor(options: JudgeProcessOptions) {
    this.#options = options;
  }

  get info(): JudgeInfo {
    if (this.#info === undefined) {
      throw new Error("The judge has not started.");
    }
    return this.#info;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  async start(signal: AbortSignal): Promise<void> {
    const events = {
      onLine: (line: string) => this.#receive(line),
      onEnd: (reason: string) => this.#restart(reason),
    };
    const started = await startJudgeProcess(this.#options, events, signal);
    this.#process = started;
    this.#info = started.info;
    for (const [id, call] of this.#calls) {
      this.#send({ id, ...call.work });
    }
  }

  async inspect(source: string, signal: AbortSignal): Promise<Inspection> {
    if (source.length > MOST_SOURCE_CHARACTERS) {
      return { ok: false, problem: "syntax", detail: TOO_LONG };
    }
    const found = await this.#ask({ op: "inspect", source }, inspectionReply, signal);
    if (found.ok || found.line !== undefined) {
      return found as Inspection;
    }
    return { ok: false, problem: found.problem, detail: found.detail };
  }

  async readTests(source: string, functionName: string, signal: AbortSignal): Promise<TestsReading> {
    if (source.length > MOST_SOURCE_CHARACTERS) return { ok: false, detail: "the tests are too long" };
    return await this.#ask({ op: "readTests", source, function: functionName }, testsReply, signal);
  }

  probe(f: string, signal: AbortSignal): Promise<Probe> {
    return this.#ask({ op: "probe", f }, probeReply, signal);
  }

  async judge(pair: Pair, timeoutMs: number, signal: AbortSignal): Promise<Judgement> {
    if (pair.f.length + pair.g.length > MOST_SOURCE_CHARACTERS) {
      return { verdict: "malformed", detail: TOO_LONG, ms: 0 };
    }
    const work = { op: "judge", f: pair.f, g: pair.g, timeoutMs } as const;
    const { verdict, answer, detail, ms } = await this.#ask(work, judgeReply, signal);
    if (verdict !== "verified") {
      return { verdict, detail, ms, ...(answer === undefined ? {} : { answer }) };
    }
    return { verdict, detail, ms, answer: answer ?? "", pair: { f: pair.f, g: pair.g } as VerifiedPair };
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#rejectAll(new Error("The judge was closed."));
    await this.#starting.catch(() => {});
    await this.#process?.end();
  }

  async #ask<T>(work: Work, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    if (this.#closing.signal.aborted) {
      throw new Error("The judge was closed.");
    }
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const cancel = (): void => {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      this.#send({ id: 0, op: "cancel", target: id });
      call?.reject(signal.reason);
    };
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const result = await new Promise<unknown>((resolve, reject) => {
        this.#calls.set(id, { work, resolve, reject, resends: 0 });
        this.#send({ id, ...work });
      });
      return schema.parse(result);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  /** Writes to the process that runs; while there is none, the calls that wait are sent by its successor. */
  #send(request: JudgeRequest): void {
    this.#process?.send(JSON.stringify(request));
  }

  #receive(line: string): void {
    const message = reply.parse(JSON.parse(line));
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (call === undefined) {
      return; // Cancelled while its reply was on the way.
    }
    if ("error" in message) {
      call.reject(new Error(`The judge failed on a request to ${call.work.op}: ${message.error}`));
    } else {
      call.resolve(message.result);
    }
  }

  #restart(reason: string): void {
    this.#process = undefined;
    if (this.#closing.signal.aborted) {
      return;
    }
    this.#options.log(`The judge's process ended (${reason}) and is started again.`);
    for (const [id, call] of this.#calls) {
      call.resends += 1;
      if (call.resends > MOST_RESENDS) {
        this.#calls.delete(id);
        call.reject(new Error(`The judge's process ended ${call.resends} times on a request to ${call.work.op}.`));
      }
    }
    this.#starting = this.#startAgain();
    this.#starting.catch((error: unknown) => {
      this.#failure = error;
      this.#rejectAll(error);
    });
  }

  /** What killed the process may kill its successor while it starts: that alone is no reason to give up. */
  async #startAgain(): Promise<void> {
    for (let left = MOST_STARTS - 1; ; left--) {
      try {
        return await this.start(this.#closing.signal);
      } catch (error) {
        if (left === 0 || this.#closing.signal.aborted || error instanceof SandboxTooWeak) {
          throw error;
        }
      }
    }
  }

  #rejectAll(error: unknown): void {
    for (const call of this.#calls.values()) {
      call.reject(error);
    }
    this.#calls.clear();
  }
}
