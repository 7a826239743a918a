/** From a machine to a judge that runs: finds Python, and its packages where puzzles may import them. */
import type { JudgeProcessOptions } from "../judgeProcess.ts";
import { type PythonJudge, startPythonJudge } from "../pythonJudge.ts";
import { findPython, type InterpreterSearch } from "./interpreter.ts";
import { packageFolders } from "./packageFolders.ts";

export interface JudgeRequest extends Omit<JudgeProcessOptions, "python" | "packages"> {
  readonly search: InterpreterSearch;
  /** Puzzles may import what is installed for that Python. */
  readonly allowPackages: boolean;
}

/** Throws `UserError` where there is no usable Python or it cannot run the judge, `SandboxTooWeak` as that does. */
export async function openJudge(
  { search, allowPackages, ...options }: JudgeRequest,
  signal: AbortSignal,
): Promise<PythonJudge> {
  const { path: python } = await findPython(search, signal);
  const packages = allowPackages ? await packageFolders(python, signal) : [];
  return startPythonJudge({ ...options, python, packages }, signal);
}
