/** Which Python proves the pairs: the one that was named, else the editor's, else the workspace's, else one on PATH. */
import { isAbsolute, join, resolve } from "node:path";
import process from "node:process";
import { UserError } from "../../core/errors.ts";
import { findOnPath, isExecutable, runTool, ToolFailure } from "./tool.ts";

export interface Interpreter {
  /** The interpreter's own executable, never a launcher or a shim. */
  readonly path: string;
  /** `major.minor.patch` */
  readonly version: string;
  readonly source: "setting" | "editor" | "workspace" | "path";
}

export interface InterpreterSearch {
  /** What the person named: a file, or a command on PATH. */
  readonly setting?: string | undefined;
  /** The interpreter that is chosen in the editor. */
  readonly active?: string | undefined;
  readonly workspace: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The judge runs on these and newer. */
const OLDEST = { major: 3, minor: 10 };
const NEWEST_KNOWN_MINOR = 14;
/** An interpreter that takes longer to say its version is broken. */
const ANSWER_MS = 20_000;
const QUESTION = "import sys; print('.'.join(map(str, sys.version_info[:3]))); print(sys.executable)";
const REMEDY =
  "Install Python 3.10 or newer from https://www.python.org/downloads/, or name one in the setting `autodidact.pythonPath` (on the command line: `--python`).";

type Answer = { readonly path: string; readonly version: string } | { readonly broken: string };

/**
 * Finds the interpreter. What was chosen for this work (setting, editor, workspace) is used or is an error: nothing is
 * taken silently in its place. On PATH the first one that is new enough wins.
 * Throws `UserError` when there is none, or when the chosen one is too old or broken.
 */
export async function findPython(search: InterpreterSearch, signal: AbortSignal): Promise<Interpreter> {
  const env = search.env ?? process.env;
  if (search.setting !== undefined && search.setting.trim() !== "") {
    const command = await resolveCommand(search.setting.trim(), search.workspace, env);
    return insistOn(command, "setting", "The Python that the setting names", signal);
  }
  if (search.active !== undefined) {
    return insistOn([search.active], "editor", "The Python that is chosen in the editor", signal);
  }
  const own = await workspacePython(search.workspace);
  if (own !== undefined) {
    return insistOn([own], "workspace", "The workspace's own Python", signal);
  }
  return firstOnPath(env, signal);
}

async function insistOn(
  command: readonly string[],
  source: Interpreter["source"],
  what: string,
  signal: AbortSignal,
): Promise<Interpreter> {
  const answer = await askVersion(command, signal);
  if ("broken" in answer) {
    throw new UserError(`${what}, ${command.join(" ")}, does not work: ${answer.broken}.`, REMEDY);
  }
  if (!isNewEnough(answer.version)) {
    throw new UserError(`${what}, ${answer.path}, is ${answer.version}, which is too old.`, REMEDY);
  }
  return { ...answer, source };
}

async function firstOnPath(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Interpreter> {
  const tooOld: string[] = [];
  const broken: string[] = [];
  for (const [name, ...args] of pathCandidates()) {
    const file = await findOnPath(name, env);
    if (file === undefined) {
      continue;
    }
    const answer = await askVersion([file, ...args], signal);
    if ("broken" in answer) {
      broken.push(`${file} does not work (${answer.broken})`);
    } else if (isNewEnough(answer.version)) {
      return { ...answer, source: "path" };
    } else {
      tooOld.push(`${answer.path} is ${answer.version}`);
    }
  }
  if (tooOld.length > 0) {
    throw new UserError(`The only Python on this machine is too old: ${[...new Set(tooOld)].join(", ")}.`, REMEDY);
  }
  if (broken.length > 0) {
    throw new UserError(`No Python on this machine works: ${broken.join(", ")}.`, REMEDY);
  }
  throw new UserError("There is no Python on this machine.", REMEDY);
}

/** Commands to look for on PATH, in this order. */
function pathCandidates(): [string, ...string[]][] {
  const versioned: [string][] = [];
  for (let minor = NEWEST_KNOWN_MINOR; minor >= OLDEST.minor; minor--) {
    versioned.push([`python3.${minor}`]);
  }
  return [["python3"], ["python"], ["py", "-3"], ...versioned];
}

async function workspacePython(workspace: string): Promise<string | undefined> {
  const inVenv = process.platform === "win32" ? join("Scripts", "python.exe") : join("bin", "python");
  for (const venv of [".venv", "venv"]) {
    const file = join(workspace, venv, inVenv);
    if (await isExecutable(file)) {
      return file;
    }
  }
  return undefined;
}

/** A bare name is a command on PATH; anything else a file, seen from the workspace. */
async function resolveCommand(setting: string, workspace: string, env: NodeJS.ProcessEnv): Promise<[string]> {
  if (!isAbsolute(setting) && !/[\\/]/.test(setting)) {
    const onPath = await findOnPath(setting, env);
    if (onPath !== undefined) {
      return [onPath];
    }
  }
  return [resolve(workspace, setting)];
}

async function askVersion([command, ...args]: readonly string[], signal: AbortSignal): Promise<Answer> {
  const timeout = AbortSignal.timeout(ANSWER_MS);
  try {
    const question = [...args, "-I", "-c", QUESTION];
    const said = await runTool(command ?? "", question, {}, AbortSignal.any([signal, timeout]));
    const [version, path] = said.split(/\r?\n/);
    if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version) || path === undefined || path === "") {
      return { broken: `it does not answer as Python does, but with "${said.slice(0, 100)}"` };
    }
    return { version, path };
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) {
      return { broken: `it did not answer within ${ANSWER_MS / 1000} seconds` };
    }
    if (error instanceof ToolFailure) {
      return { broken: error.tail.split("\n").at(-1) || error.message };
    }
    throw error;
  }
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}
