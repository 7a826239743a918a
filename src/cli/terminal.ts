/** How every command speaks: JSON lines on standard output with `--json`, all else on standard error. */
import process from "node:process";
import type { Command } from "commander";
import type { SandboxTier } from "../core/sandbox.ts";

/** Exit codes of the command line's contract. */
export const EXIT = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const;

/** Options that every command has. */
export interface GlobalOptions {
  /** The folder that holds `.autodidact/`. */
  readonly workspace: string;
  readonly json: boolean;
  /** The interpreter that judges; absent: the workspace's own, else the one on PATH. */
  readonly python?: string;
  /** The least tier with which text is judged. */
  readonly tier: SandboxTier;
  /** Puzzles may import the packages of the interpreter that judges. */
  readonly packages: boolean;
}

/** The options of a command together with the global ones. */
export function optionsOf<T extends object>(command: Command): T & GlobalOptions {
  return command.optsWithGlobals<T & GlobalOptions>();
}

/** Writes one JSON line to standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Writes a line meant for people to standard output; use only without `--json`. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes a line of log or progress to standard error. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
