/** Looks, before a loop begins, for what would end its first round hours later. */
import type { Command } from "commander";
import { requireTunable } from "../core/trainPlan.ts";
import { readPuzzleSet } from "../node/evaluation/puzzleSet.ts";
import { readShape } from "../node/ollama/shape.ts";
import { findOllama } from "../node/setup/ensureOllama.ts";
import { countingOf } from "./evaluateRun.ts";
import type { LoopDeps, LoopOptions } from "./loopRun.ts";
import { machineRequest } from "./machineOptions.ts";

/** Throws `UserError` for a base that Ollama lacks or that cannot be tuned, `BadInput` for a set that cannot be used. */
export async function checkLoop(
  options: LoopOptions,
  command: Command,
  deps: LoopDeps,
  signal: AbortSignal,
): Promise<void> {
  countingOf({ ...options, recipe: options.asked });
  await checkBase(options.model, command, deps, signal);
  if (options.puzzles === undefined) return;
  const judge = await deps.startJudge(1, signal);
  try {
    await readPuzzleSet(options.puzzles, judge, signal);
  } finally {
    await judge.close();
  }
}

async function checkBase(model: string, command: Command, deps: LoopDeps, signal: AbortSignal): Promise<void> {
  const { ollama: search } = machineRequest(command, deps.supervisor);
  const ollama = await findOllama(search, signal);
  try {
    requireTunable(model, await readShape(ollama.url, model, signal));
  } finally {
    await ollama.release();
  }
}
