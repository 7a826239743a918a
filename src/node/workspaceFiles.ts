/** Where a workspace keeps its files: all in `.autodidact/`, which version control ignores. */
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../core/errors.ts";

export interface WorkspaceFiles {
  /** `.autodidact/` itself. */
  readonly folder: string;
  readonly queue: string;
  /** The journals of runs, a folder each. */
  readonly runs: string;
}

/** How the folder of a training under `runs` begins, beside those of generations. */
export const TRAINING = "train-";

/** The paths; nothing is created. */
export function workspaceFiles(workspace: string): WorkspaceFiles {
  const folder = join(workspace, ".autodidact");
  return { folder, queue: join(folder, "queue.sqlite"), runs: join(folder, "runs") };
}

/**
 * The paths, with the folders created where they are missing.
 * Throws `UserError` where `workspace` is no folder, or cannot be written.
 */
export function createWorkspaceFiles(workspace: string): WorkspaceFiles {
  if (!statSync(workspace, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`There is no folder ${workspace}.`, "Create it, or name another one with --workspace.");
  }
  const files = workspaceFiles(workspace);
  // One by one: a recursive mkdir says ENOENT where the file system is read-only.
  unlessThere(() => mkdirSync(files.folder), files.folder);
  unlessThere(() => mkdirSync(files.runs), files.folder);
  unlessThere(() => writeFileSync(join(files.folder, ".gitignore"), "*\n", { flag: "wx" }), files.folder);
  return files;
}

function unlessThere(create: () => void, folder: string): void {
  try {
    create();
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw explain(error, folder);
  }
}

function explain(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  const options = { cause: error };
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new UserError(
      `The workspace cannot be written: ${folder} could not be created.`,
      "Give yourself write permission, or work in a copy of the workspace.",
      options,
    );
  }
  if (code === "ENOSPC") {
    return new UserError(
      `The disk is full: ${folder} could not be created.`,
      "Free some space and try again.",
      options,
    );
  }
  if (code === "ENOTDIR") {
    return new UserError(`${folder} is in the way: it is a file.`, "Move it away and try again.", options);
  }
  return error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
