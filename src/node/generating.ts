/**
 * Who writes puzzles in a workspace: one generation, or one loop, which generates again and again. Two at once would take
 * the model's memory from each other, and a loop would count the other's pairs as its own.
 */
import { join } from "node:path";
import { UserError } from "../core/errors.ts";
import { isLocked, withFileLock } from "./setup/fileLock.ts";
import type { WorkspaceFiles } from "./workspaceFiles.ts";

type Folder = Pick<WorkspaceFiles, "folder">;

/** Runs a generation. Throws `UserError` where another one, or a loop, runs in this workspace. */
export function whileGenerating<T>(files: Folder, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return withFileLock(generationLock(files), work, signal, () => {
    throw whyNoGeneration(files) ?? generates();
  });
}

/** Runs a loop, between whose generations nobody else's begins. Throws `UserError` as `whileGenerating` does. */
export function whileLooping<T>(files: Folder, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const alone = () =>
    withFileLock(generationLock(files), work, signal, () => {
      throw generates();
    });
  return withFileLock(loopLock(files), alone, signal, () => {
    throw new UserError("A loop runs in this workspace already.", "Wait for its end, or stop that process first.");
  });
}

/** Why no generation can begin; undefined where nothing runs. Says it before a process is started for one. */
export function whyNoGeneration(files: Folder): UserError | undefined {
  if (!isLocked(generationLock(files))) return undefined;
  return whyOnlyTheLoop(files) ?? generates();
}

/** Why nothing else that needs the model can begin, as a loop runs; undefined where none does. */
export function whyOnlyTheLoop(files: Folder): UserError | undefined {
  if (!isLocked(loopLock(files))) return undefined;
  return new UserError(
    "A loop runs in this workspace, which generates, trains and evaluates by itself.",
    "Wait for its end, or stop that process first; the loop's own command goes on with it.",
  );
}

function generates(): UserError {
  return new UserError(
    "Puzzles are being generated in this workspace already.",
    "Stop that generation first, or wait for its end.",
  );
}

function generationLock({ folder }: Folder): string {
  return join(folder, "generate.lock");
}

function loopLock({ folder }: Folder): string {
  return join(folder, "loops", "loop.lock");
}
