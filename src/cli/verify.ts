/** `autodidact verify`: pairs in as JSON lines on standard input, verdicts out as they are found. */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { z } from "zod";
import type { Judge } from "../core/ports.ts";
import type { Judgement, Verdict } from "../core/puzzle.ts";
import { positiveInteger } from "./numbers.ts";
import { EXIT, type GlobalOptions, optionsOf, print, printJson, say } from "./terminal.ts";

export interface VerifyDependencies {
  readonly startJudge: (workers: number, signal: AbortSignal) => Promise<Judge & { close(): Promise<void> }>;
}

interface VerifyOptions extends GlobalOptions {
  readonly workers: number;
  readonly timeout: number;
}

const DEFAULT_TIMEOUT_MS = 1000;
const MOST_TIMEOUT_MS = 3_600_000;
/** Pairs read ahead of each worker, so that none waits for input. */
const READ_AHEAD = 2;

const inputLine = z.object({
  id: z.union([z.string(), z.number()]),
  f: z.string(),
  g: z.string(),
  timeoutMs: z.number().positive().max(MOST_TIMEOUT_MS).optional(),
});
type InputLine = z.infer<typeof inputLine>;

/** Adds the command. `signal` aborts when the person cancels. */
export function addVerifyCommand(program: Command, deps: VerifyDependencies, signal: AbortSignal): void {
  program
    .command("verify")
    .description('judge pairs, given as JSON lines {"id","f","g","timeoutMs"?} on standard input')
    .option("--workers <n>", "pairs judged at once", positiveInteger, availableParallelism())
    .option("--timeout <ms>", "limit of each of f and g, in milliseconds", positiveInteger, DEFAULT_TIMEOUT_MS)
    .action(async (_options: unknown, command: Command) => {
      process.exitCode = await verify(optionsOf<VerifyOptions>(command), deps, signal);
    });
}

/** Judges all of standard input and returns the exit code: 2 when a line could not be read, else 0. */
async function verify(options: VerifyOptions, deps: VerifyDependencies, signal: AbortSignal): Promise<number> {
  const begin = performance.now();
  const tally = new Map<Verdict, number>();
  const judge = await deps.startJudge(options.workers, signal);
  try {
    const unreadable = await judgeAll(judge, options, signal, (id, judgement) => {
      tally.set(judgement.verdict, (tally.get(judgement.verdict) ?? 0) + 1);
      report(id, judgement, options.json);
    });
    summarise(tally, (performance.now() - begin) / 1000, options.json);
    return unreadable > 0 ? EXIT.usage : EXIT.done;
  } finally {
    await judge.close();
  }
}

/** Judges line by line, reading on only while fewer pairs are under way than wanted; returns the unreadable lines. */
async function judgeAll(
  judge: Judge,
  options: VerifyOptions,
  signal: AbortSignal,
  onJudgement: (id: string | number, judgement: Judgement) => void,
): Promise<number> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let number = 0;
  let unreadable = 0;
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY, signal });
  for await (const line of lines) {
    number += 1;
    if (line.trim() === "") {
      continue;
    }
    const pair = readLine(line);
    if (typeof pair === "string") {
      unreadable += 1;
      reportUnreadable(number, pair, options.json);
      continue;
    }
    const work = judge
      .judge({ f: pair.f, g: pair.g }, pair.timeoutMs ?? options.timeout, signal)
      .then((judgement) => onJudgement(pair.id, judgement))
      .catch((error: unknown) => {
        failures.push(error);
        lines.close();
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
    if (underWay.size >= options.workers * READ_AHEAD) {
      await Promise.race(underWay);
    }
    if (process.stdout.writableNeedDrain) {
      await once(process.stdout, "drain", { signal });
    }
  }
  await Promise.all(underWay);
  signal.throwIfAborted();
  if (failures.length > 0) {
    throw failures[0];
  }
  return unreadable;
}

/** The pair, or what is wrong with the line. */
function readLine(line: string): InputLine | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const parsed = inputLine.safeParse(value);
  return parsed.success ? parsed.data : z.prettifyError(parsed.error);
}

function report(id: string | number, judgement: Judgement, json: boolean): void {
  const { verdict, detail, answer, ms } = judgement;
  if (json) {
    printJson({ id, verdict, detail, answer, ms });
  } else {
    print(`${verdict.padEnd(12)} ${`${ms.toFixed(0)} ms`.padStart(9)}  ${id}  ${detail}`);
  }
}

function reportUnreadable(line: number, problem: string, json: boolean): void {
  say(`Line ${line} cannot be read: ${problem}`);
  if (json) {
    printJson({ event: "unreadable", line, detail: problem });
  }
}

function summarise(tally: ReadonlyMap<Verdict, number>, seconds: number, json: boolean): void {
  const judged = [...tally.values()].reduce((sum, count) => sum + count, 0);
  if (json) {
    printJson({ event: "summary", judged, verdicts: Object.fromEntries(tally), seconds });
    return;
  }
  const counts = [...tally].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
  print(`${judged} pairs judged in ${seconds.toFixed(1)} s: ${counts || "none"}.`);
}
