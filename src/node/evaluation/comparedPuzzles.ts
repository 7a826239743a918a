/** What two models did with the puzzles of an evaluation, from their files of attempts, which may be large. */
import { createReadStream } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../../core/errors.ts";
import type { KeptAttempt } from "../../core/evaluation.ts";
import type { ModelEvaluation, TunedModel } from "../../core/modelEvaluation.ts";
import { type PuzzleSamples, type PuzzleTally, samplesOf } from "../../core/puzzleSamples.ts";
import type { SeedPuzzle } from "../../core/seed.ts";
import { readHeldOut } from "../seedFiles.ts";
import type { WorkspaceFiles } from "../workspaceFiles.ts";
import { attemptLine } from "./attemptFile.ts";
import { evaluationsFolder } from "./evaluationFiles.ts";

type Files = Pick<WorkspaceFiles, "folder">;
type Side = keyof ModelEvaluation["files"];

/** Samples of each model; more than a few are not read. */
const MOST_SAMPLES = 3;
const SIDES = ["tuned", "base"] as const satisfies readonly Side[];

/**
 * How often each puzzle that counts was solved, in the order of their titles. Throws `UserError` where the attempts are
 * gone, and the signal's reason when it aborts.
 */
export async function readTallies(
  files: Files,
  model: TunedModel,
  mediaFolder: string,
  signal: AbortSignal,
): Promise<readonly PuzzleTally[]> {
  const evaluation = requireEvaluation(model);
  const { solved } = evaluation;
  const wanted = solved && new Set(Object.values(solved).flat());
  const shipped = new Map(readHeldOut(mediaFolder).map((puzzle) => [puzzle.id, puzzle]));
  const tallies = new Map<string, { -readonly [Field in keyof PuzzleTally]: PuzzleTally[Field] }>();
  for (const side of SIDES) {
    for await (const attempt of countedAttempts(files, evaluation, side, signal)) {
      const { puzzle: id, skill, level, verdict } = attempt;
      if (wanted?.has(id) === false) continue;
      const there = tallies.get(id);
      const tally = there ?? { id, title: titleOf(attempt, shipped.get(id)), skill, level, tuned: 0, base: 0 };
      if (there === undefined) tallies.set(id, tally);
      if (verdict === "verified") tally[side]++;
    }
  }
  return [...tallies.values()].sort((a, b) => a.title.localeCompare(b.title));
}

/** A few attempts of each model at the puzzle. Throws as `readTallies`. */
export async function readSamples(
  files: Files,
  model: TunedModel,
  puzzle: string,
  mediaFolder: string,
  signal: AbortSignal,
): Promise<PuzzleSamples> {
  const evaluation = requireEvaluation(model);
  const shipped = readHeldOut(mediaFolder).find(({ id }) => id === puzzle);
  const of = async (side: Side): Promise<KeptAttempt[]> => {
    const found: KeptAttempt[] = [];
    for await (const attempt of countedAttempts(files, evaluation, side, signal)) {
      if (attempt.puzzle === puzzle) found.push(attempt);
    }
    return found;
  };
  const made = { tuned: await of("tuned"), base: await of("base") };
  const [first] = made.tuned;
  if (first === undefined) throw attemptsGone();
  const names = { tuned: model.name, base: model.base };
  const models = SIDES.map((side) => ({
    model: names[side],
    verified: made[side].filter(({ verdict }) => verdict === "verified").length,
    n: evaluation.n,
    samples: samplesOf(made[side], MOST_SAMPLES),
  }));
  return { title: titleOf(first, shipped), f: shipped?.f, models };
}

function requireEvaluation({ name, base, evaluation }: TunedModel): ModelEvaluation {
  if (evaluation !== undefined) return evaluation;
  throw new UserError(`${name} was not evaluated against its base, ${base}.`, "Evaluate it first.");
}

function titleOf({ name, puzzle }: KeptAttempt, shipped: SeedPuzzle | undefined): string {
  return shipped?.about ?? name ?? puzzle;
}

/** One after the other, each number once; lines that cannot be read are left out. */
async function* countedAttempts(
  files: Files,
  { files: names, n }: ModelEvaluation,
  side: Side,
  signal: AbortSignal,
): AsyncGenerator<KeptAttempt> {
  // The name alone: the workspace may have been moved since.
  const path = join(evaluationsFolder(files), basename(names[side]));
  const seen = new Set<string>();
  try {
    for await (const line of createInterface({ input: createReadStream(path, { signal }) })) {
      const attempt = readLine(line);
      const key = `${attempt?.puzzle} ${attempt?.number}`;
      if (attempt === undefined || attempt.number >= n || seen.has(key)) continue;
      seen.add(key);
      yield attempt;
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? attemptsGone() : error;
  }
}

function attemptsGone(): UserError {
  return new UserError("The attempts of this evaluation are gone.", "Evaluate the model again.");
}

function readLine(line: string): KeptAttempt | undefined {
  try {
    return attemptLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
