/** `autodidact verify`: pairs in as JSON lines on standard input, verdicts out as they are found. */
import { once } from "node:events";
import { availableParallelism } from "node:os";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { z } from "zod";
import type { Judge } from "../core/ports.ts";
import { InFlight } from "./inFlight.ts";
import { positiveInteger } from "./numbers.ts";
import { EXIT, type GlobalOptions, optionsOf } from "./terminal.ts";
import { VerifyView } from "./verifyView.ts";

export interface VerifyDependencies {
  readonly startJudge: (workers: number, signal: AbortSignal) => Promise<Judge & { close(): Promise<void> }>;
}

interface VerifyOptions extends GlobalOptions {
  readonly workers: number;
  readonly timeout: number;
}

const DEFAULT_TIMEOUT_MS = 1000;
const MOST_TIMEOUT_MS = 3_600_000;
/** Pairs under way for each worker: two full batches of the judge, so that none waits for input. */
const IN_FLIGHT_PER_WORKER = 128;
const LEAST_IN_FLIGHT = 512;
/** Characters of source under way, unless a single pair has more. */
const MOST_CHARACTERS_IN_FLIGHT = 8 << 20;

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
  await using resources = new AsyncDisposableStack();
  const view = resources.adopt(new VerifyView(options.json), (shown) => shown.close());
  const judge = resources.adopt(await deps.startJudge(options.workers, signal), (started) => started.close());
  const unreadable = await judgeAll(judge, options, view, signal);
  view.summarise();
  return unreadable > 0 ? EXIT.usage : EXIT.done;
}

/** Judges line by line, reading on only while there is room for more under way; returns the unreadable lines. */
async function judgeAll(judge: Judge, options: VerifyOptions, view: VerifyView, signal: AbortSignal): Promise<number> {
  const inFlight = new InFlight(
    Math.max(LEAST_IN_FLIGHT, options.workers * IN_FLIGHT_PER_WORKER),
    MOST_CHARACTERS_IN_FLIGHT,
  );
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
      view.reportUnreadable(number, pair);
      continue;
    }
    const size = pair.f.length + pair.g.length;
    await inFlight.enter(size);
    void judge
      .judge({ f: pair.f, g: pair.g }, pair.timeoutMs ?? options.timeout, signal)
      .then((judgement) => view.report(pair.id, judgement))
      .catch((error: unknown) => {
        failures.push(error);
        lines.close();
      })
      .finally(() => inFlight.leave(size));
    if (process.stdout.writableNeedDrain) {
      await once(process.stdout, "drain", { signal });
    }
  }
  await inFlight.empty();
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
