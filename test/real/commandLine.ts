/** The built command line as a process of its own: its JSON lines, its sentences, its exit code. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

/** Ours, whatever PATH a test sets. */
const NODE = resolve("node_modules/.bin/node");
const CLI = resolve("dist/cli.js");

export type Line = Readonly<Record<string, unknown>>;

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Every line of standard output; a line that is no JSON fails the call. */
  readonly lines: readonly Line[];
  /** The last line. */
  readonly summary: Line;
  /** Standard error. */
  readonly log: string;
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** Lines so far. */
  readonly lines: readonly Line[];
  readonly ended: Promise<Ended>;
  /** Resolves at the first line whose name is one of `events`; rejects when the process ends without one. */
  untilEvent(...events: readonly string[]): Promise<Line>;
}

export function temporaryWorkspace(): string {
  return mkdtempSync(join(tmpdir(), "autodidact-cli-"));
}

/**
 * Starts `autodidact --workspace WORKSPACE --json …words`; `cli` is another build of it, `through` a command that starts
 * the rest of its own line.
 */
export function start(
  workspace: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cli = CLI,
  through: readonly string[] = [],
): Running {
  const [command = NODE, ...rest] = [...through, NODE, cli, "--workspace", workspace, "--json", ...words];
  const child = spawn(command, rest, { env: { ...process.env, ...env } });
  const lines: Line[] = [];
  const unread: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => {
    try {
      lines.push(JSON.parse(line));
    } catch {
      unread.push(line);
    }
  });
  const ended = (async (): Promise<Ended> => {
    const [log, [code]] = await Promise.all([text(child.stderr), once(child, "close"), once(reader, "close")]);
    if (unread.length > 0) throw new Error(`Standard output holds what is no JSON: ${unread.join("\n")}`);
    return { code, lines, summary: lines.at(-1) ?? {}, log };
  })();
  const untilEvent = (...events: readonly string[]) =>
    new Promise<Line>((found, reject) => {
      const look = () => {
        const line = lines.find((each) => events.includes(String(each["event"])));
        if (line !== undefined) found(line);
      };
      look();
      reader.on("line", look);
      ended.then(({ log }) => reject(new Error(`It ended without a line of ${events.join(" or ")}: ${log}`)), reject);
    });
  return { child, lines, ended, untilEvent };
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Uint8Array;
  readonly cli?: string;
}

/** Runs a command to its end; `input` is all of its standard input. */
export function run(
  workspace: string,
  words: readonly string[],
  { env, input = "", cli }: RunOptions = {},
): Promise<Ended> {
  const { child, ended } = start(workspace, words, env, cli);
  // A command that ends without reading closes its end of the pipe.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return ended;
}
