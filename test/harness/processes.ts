/** Child processes of the test run. */
import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import process from "node:process";

/** The checkout's folder. */
export const ROOT = join(import.meta.dirname, "../..");

/** The environment of every tool: the checkout's own commands, its Node among them, come first on PATH. */
export function toolEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const path = `${join(ROOT, "node_modules/.bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  return { ...process.env, ...extra, PATH: path };
}

/** Runs a tool in the checkout with its output shown; resolves with its exit status (1 where a signal ended it). */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<number> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: toolEnvironment(options.env),
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** As `run`, for a step that the rest cannot do without. Throws when the tool fails. */
export async function mustRun(...call: Parameters<typeof run>): Promise<void> {
  const code = await run(...call);
  if (code !== 0) throw new Error(`${call[0]} ${call[1].join(" ")} ended with ${code}`);
}

/** Ends a child that leads its own process group, with all that it started: asks first, kills after `patienceMs`. */
export async function endGroup(child: ChildProcess, patienceMs = 5_000): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signalGroup(child.pid, "SIGTERM");
  const impatience = setTimeout(signalGroup, patienceMs, child.pid, "SIGKILL");
  await gone;
  clearTimeout(impatience);
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
