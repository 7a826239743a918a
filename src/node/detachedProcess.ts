/** Starts this extension's command line as a process that outlives the window. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import process from "node:process";
import { UserError } from "../core/errors.ts";

/** How the command line of this extension is run. */
export interface CommandLine {
  /** Path of `cli.js`. */
  readonly script: string;
  /** The folder that holds `.autodidact/`. */
  readonly workspace: string;
  /** Variables that carry the settings; asked for at every launch. Throws `UserError` where a setting is unusable. */
  environment(): Promise<Readonly<Record<string, string>>>;
}

/** Starts it with these words; standard error goes to the end of `log`. Throws `UserError` when it cannot be started. */
export async function launchDetached(
  { script, workspace, environment }: CommandLine,
  words: readonly string[],
  log: string,
): Promise<ChildProcess> {
  const settings = await environment();
  const into = openSync(log, "a");
  try {
    const child = spawn(process.execPath, [script, ...words], {
      cwd: workspace,
      detached: true, // leads a group of its own, so that it outlives the window and ends as a whole
      stdio: ["ignore", "ignore", into],
      windowsHide: true,
      env: { ...process.env, ...settings, ELECTRON_RUN_AS_NODE: "1" },
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    return child;
  } catch (error) {
    throw new UserError("The job's process could not be started.", "Close some programs and try again.", {
      cause: error,
    });
  } finally {
    closeSync(into);
  }
}
