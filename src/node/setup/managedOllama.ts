/**
 * A managed Ollama server that all our processes share: each holds a lease while it needs the server, and the server ends
 * a while after the last lease. The command line, the editor and jobs may start, end and be killed in any order.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../core/errors.ts";
import { endProcessTree, isRunning } from "../processTree.ts";
import { withFileLock } from "./fileLock.ts";
import {
  type Greeting,
  greetingSchema,
  logFile,
  readServerState,
  type ServerSpec,
  serverFolder,
  stateFile,
} from "./serverState.ts";

export interface ManagedOllama {
  readonly binary: string;
  /** Folder of models; absent: Ollama's own. */
  readonly models?: string;
  readonly cacheDir: string;
  /** How to start a supervisor; a `ServerSpec` as JSON is added as the last argument. */
  readonly supervisor: SupervisorCommand;
  /** Requests at once, if this call starts the server; a running one stays as it is. */
  readonly parallel?: number;
  readonly idleMs?: number;
  readonly log: (line: string) => void;
}

export interface SupervisorCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export interface OllamaLease {
  readonly url: string;
  /** Requests that the server works on at once. */
  readonly parallel: number;
  /** Gives the lease back; may be called again. */
  release(): Promise<void>;
}

const DEFAULT_PARALLEL = 8;
const DEFAULT_IDLE_MS = 20_000;
/** A supervisor tries to start Ollama four times, each for a minute at most. */
const GREETING_MS = 250_000;
const SUPERVISOR_START_MS = 30_000;
/** A process that is told to end is killed after this. */
const STOP_MS = 5_000;
const POLL_MS = 30;

/**
 * Takes a lease on the managed server, starting it if need be. Returns when the server answers.
 * Throws `UserError` with the end of Ollama's log when it cannot be started.
 */
export async function leaseManagedOllama(options: ManagedOllama, signal: AbortSignal): Promise<OllamaLease> {
  const folder = serverFolder(options.cacheDir, options.binary, options.models);
  await mkdir(folder, { recursive: true });
  const running = await takeLease(folder, options.log, signal);
  if (running !== undefined) {
    return running;
  }
  return withFileLock(
    join(folder, "start.lock"),
    async () => {
      const started = await takeLease(folder, options.log, signal);
      if (started !== undefined) {
        return started;
      }
      await endLeftovers(folder);
      options.log(`Starting ${options.binary} serve.`);
      return startSupervisor(folder, options, signal);
    },
    signal,
  );
}

/** Connects to the supervisor of `folder`; undefined when none accepts. */
async function takeLease(
  folder: string,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<OllamaLease | undefined> {
  const state = await readServerState(folder);
  if (state === undefined || !isRunning(state.supervisor)) {
    return undefined;
  }
  const socket = connect(state.leasePort, "127.0.0.1");
  const greeting = await readGreeting(socket, signal).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
  if (greeting === undefined) {
    socket.destroy();
    return undefined;
  }
  if (!greeting.ok) {
    socket.destroy();
    await endProcessTree(state.supervisor, STOP_MS);
    throw new UserError(
      `Ollama could not be started; it said: ${greeting.reason}`,
      `Look into ${logFile(folder)}, and check with \`ollama serve\` that this Ollama works.`,
    );
  }
  return leaseOver(socket, greeting, log);
}

function leaseOver(
  socket: Socket,
  { url, parallel }: Greeting & { ok: true },
  log: (line: string) => void,
): OllamaLease {
  let held = true;
  socket.unref();
  socket.once("close", () => {
    if (held) {
      log("The managed Ollama server has ended.");
    }
  });
  return {
    url,
    parallel,
    release: async () => {
      held = false;
      if (!socket.closed) {
        socket.destroy();
        await once(socket, "close");
      }
    },
  };
}

/** The supervisor's first line; undefined when it refuses or closes the connection, or hangs. */
async function readGreeting(socket: Socket, signal: AbortSignal): Promise<Greeting | undefined> {
  const hangs = AbortSignal.timeout(GREETING_MS);
  const lines = createInterface({ input: socket });
  try {
    const line = await new Promise<string | undefined>((resolve, reject) => {
      lines.once("line", resolve);
      socket.on("error", () => resolve(undefined));
      socket.once("close", () => resolve(undefined));
      hangs.addEventListener("abort", () => resolve(undefined));
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    return line === undefined ? undefined : greetingSchema.parse(JSON.parse(line));
  } finally {
    lines.close();
    socket.resume();
  }
}

async function startSupervisor(folder: string, options: ManagedOllama, signal: AbortSignal): Promise<OllamaLease> {
  const spec: ServerSpec = {
    binary: options.binary,
    ...(options.models === undefined ? {} : { models: options.models }),
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    idleMs: options.idleMs ?? DEFAULT_IDLE_MS,
    folder,
  };
  const log = openSync(join(folder, "supervisor.log"), "w");
  const child = spawn(options.supervisor.command, [...options.supervisor.args, JSON.stringify(spec)], {
    cwd: folder,
    // Inside the editor, Node is Electron, which behaves as Node only when told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", log, log],
    detached: true,
    windowsHide: true,
  });
  child.unref();
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  await once(child, "spawn");
  const deadline = Date.now() + SUPERVISOR_START_MS;
  while (!ended && Date.now() < deadline) {
    const lease = await takeLease(folder, options.log, signal);
    if (lease !== undefined) {
      return lease;
    }
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new Error(`The supervisor of Ollama did not start; see ${join(folder, "supervisor.log")}.`);
}

/** Ends what a killed or hanging supervisor has left behind. */
async function endLeftovers(folder: string): Promise<void> {
  const state = await readServerState(folder);
  if (state !== undefined) {
    await endProcessTree(state.supervisor, STOP_MS);
    if (state.server !== undefined) {
      await endProcessTree(state.server, STOP_MS);
    }
  }
  await rm(stateFile(folder), { force: true });
}
