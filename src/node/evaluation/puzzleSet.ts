/**
 * A set of puzzles to evaluate on: our JSON lines, P3's JSON, or functions to complete (HumanEval, MBPP), each read by the
 * judge's own parser.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { BadInput } from "../../core/errors.ts";
import type { EvaluatedPuzzle } from "../../core/evaluation.ts";
import type { Judge } from "../../core/ports.ts";
import { readP3Item } from "../exchange/p3.ts";
import { type FunctionItem, readFunctionItem } from "./functionItems.ts";

/** Faults that are told of one file; the first ones say enough. */
const MOST_FAULTS = 5;

type SetItem = Pick<EvaluatedPuzzle, "f" | "task" | "name" | "skill" | "level">;

export interface PuzzleSet {
  readonly puzzles: readonly EvaluatedPuzzle[];
  /** Items whose content an earlier one has; they are left out. */
  readonly duplicates: number;
  /** Functions whose tests cannot be kept apart from a solution: each with its name and why. */
  readonly leftOut: readonly string[];
}

interface LeftOut {
  readonly leftOut: string;
}

const HELP = 'Give lines {"id","f"}, P3\'s JSON, HumanEval or MBPP.';

const text = z.string().optional().catch(undefined);
const ourItem = z.object({
  id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  f: z.string(),
  skill: text,
  level: text,
});
const p3Fields = z.object({ name: text, module: text });

/**
 * Reads the set at `path`. Throws `BadInput` where it cannot be read, holds what is no puzzle, or nothing: figures of a
 * part of a set would be taken for figures of the set.
 */
export async function readPuzzleSet(path: string, judge: Judge, signal: AbortSignal): Promise<PuzzleSet> {
  const items = itemsOf(path, readText(path));
  if (items.length === 0) throw new BadInput(`${path} holds no puzzle.`, HELP);
  const found = await Promise.all(
    items.map(async ({ where, value }) => {
      const item = readItem(value);
      if (typeof item === "string") return `${where}: ${item}`;
      const puzzle = await ("tests" in item ? fromFunction(item, judge, signal) : inspected(item, judge, signal));
      return typeof puzzle === "string" ? `${where}: ${puzzle}` : puzzle;
    }),
  );
  const faults = found.filter((each) => typeof each === "string");
  if (faults.length > 0) {
    const more = faults.length > MOST_FAULTS ? ` And ${faults.length - MOST_FAULTS} more.` : "";
    throw new BadInput(
      `${path} cannot be evaluated on. ${faults.slice(0, MOST_FAULTS).join(" ")}${more}`,
      "Mend these or take them out.",
    );
  }
  const puzzles = new Map<string, EvaluatedPuzzle>();
  const leftOut: string[] = [];
  for (const each of found) {
    if (typeof each === "string") continue;
    if ("leftOut" in each) leftOut.push(each.leftOut);
    else if (!puzzles.has(each.id)) puzzles.set(each.id, each);
  }
  if (puzzles.size === 0) throw new BadInput(`${path} holds no puzzle. ${leftOut[0] ?? ""}`, HELP);
  return { puzzles: [...puzzles.values()], duplicates: found.length - leftOut.length - puzzles.size, leftOut };
}

/** The puzzle that a function's tests come to. */
async function fromFunction(
  { name, prompt, function: functionName, tests }: FunctionItem,
  judge: Judge,
  signal: AbortSignal,
): Promise<EvaluatedPuzzle | LeftOut | string> {
  const reading = await judge.readTests(tests, functionName, signal);
  if (!reading.ok) return { leftOut: `${name} (${reading.detail})` };
  const { f, calls, imports } = reading;
  const task = { prompt, calls, imports };
  const puzzle = await inspected({ f, name, task }, judge, signal);
  if (typeof puzzle === "string") return puzzle;
  // What is said of the results may be the same for two functions.
  const hash = createHash("sha256").update(JSON.stringify([puzzle.id, task]));
  return { ...puzzle, id: hash.digest("hex").slice(0, puzzle.id.length) };
}

/** The puzzle, or in a sentence why it is none. */
async function inspected(item: SetItem, judge: Judge, signal: AbortSignal): Promise<EvaluatedPuzzle | string> {
  const inspection = await judge.inspect(item.f, signal);
  if (!inspection.ok) return `it is no puzzle. ${inspection.detail}`;
  if (inspection.parameters.length === 0) return "it is no puzzle. f takes no answer.";
  const { id, f, header } = inspection;
  return { ...item, id, f, header };
}

interface NumberedValue {
  readonly where: string;
  /** Undefined: not JSON. */
  readonly value: unknown;
}

/** A JSON list by its first character, else JSON lines. Blank lines are none. */
function itemsOf(path: string, content: string): NumberedValue[] {
  if (content.trimStart().startsWith("[")) {
    const list = parsed(content);
    if (!Array.isArray(list)) throw new BadInput(`${path} is not JSON.`, "Mend the file, or give it as JSON lines.");
    return list.map((value, index) => ({ where: `Item ${index + 1}`, value }));
  }
  return content
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : [{ where: `Line ${index + 1}`, value: parsed(line) }]));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** What an item says, or in a sentence why it cannot be read. */
function readItem(value: unknown): SetItem | FunctionItem | string {
  if (value === undefined) return "it is not JSON.";
  const functionItem = readFunctionItem(value);
  if (functionItem !== null) return functionItem;
  const p3 = readP3Item(value);
  if (p3 !== null) {
    const { name, module } = p3Fields.parse(value);
    return { f: p3.f, name, skill: module?.replace(/\.py$/, "") };
  }
  const ours = ourItem.safeParse(value);
  if (!ours.success) return 'it has no "f" as text.';
  const { id, ...rest } = ours.data;
  return { ...rest, name: id };
}

function readText(path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const cause =
      error instanceof TypeError ? "it is not UTF-8" : error instanceof Error ? error.message : String(error);
    throw new BadInput(`${path} cannot be read: ${cause}.`, "Check its name and permissions.", { cause: error });
  }
}
