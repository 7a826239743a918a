/**
 * The supervisor: a small process of its own that keeps one Ollama server running for all our processes, starts it again
 * when it crashes, and ends with it when nobody has held a lease for a while.
 */
import { openSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import process from "node:process";
import { isAbort } from "../../core/errors.ts";
import { identifyProcess } from "../processTree.ts";
import { LeaseDesk } from "./leaseDesk.ts";
import { freePort, OllamaProcess } from "./ollamaProcess.ts";
import {
  type Greeting,
  logFile,
  readServerState,
  type ServerSpec,
  type ServerState,
  stateFile,
  writeServerState,
} from "./serverState.ts";
import { serverVersion } from "./serverVersion.ts";

/** Starts after which a server that goes on crashing is given up. */
const MAX_STARTS = 4;
/** A server that ran this long and then crashed was no broken installation: it gets all its starts again. */
const STABLE_MS = 600_000;
/** A server that does not say its version for this long hangs. */
const HANG_MS = 10_000;

/** Serves until nobody has held a lease for `spec.idleMs`, the server is given up, or this process is told to end. */
export async function superviseOllama(spec: ServerSpec): Promise<void> {
  const end = new AbortController();
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.once(name, () => end.abort());
  }
  await mkdir(spec.folder, { recursive: true });
  const supervisor = new Supervisor(spec, end);
  try {
    await supervisor.run();
  } catch (error) {
    if (!end.signal.aborted || !isAbort(error)) {
      throw error;
    }
  }
}

class Supervisor {
  readonly #spec: ServerSpec;
  readonly #end: AbortController;
  /** What to tell leases: settled when the server of the moment answers or is given up; renewed at each start. */
  #answer = newAnswer();
  #server: OllamaProcess | undefined;

  constructor(spec: ServerSpec, end: AbortController) {
    this.#spec = spec;
    this.#end = end;
  }

  async run(): Promise<void> {
    const { folder, idleMs } = this.#spec;
    const self = identifyProcess(process.pid);
    if (self === undefined) {
      throw new Error("This process cannot find itself.");
    }
    const desk = await LeaseDesk.open(
      idleMs,
      () => this.#end.abort(),
      () => this.#greet(),
    );
    try {
      await writeServerState(folder, { supervisor: self, leasePort: desk.port });
      await this.#keepServing({ supervisor: self, leasePort: desk.port });
    } catch (error) {
      this.#end.signal.throwIfAborted();
      // Whoever asks is told why; when nobody asks any more, this process ends.
      this.#answer.resolve({ ok: false, reason: (error as Error).message });
      await aborted(this.#end.signal);
    } finally {
      desk.close();
      if ((await readServerState(folder))?.supervisor.pid === process.pid) {
        await rm(stateFile(folder), { force: true });
      }
      await this.#server?.end();
    }
  }

  async #keepServing(own: Pick<ServerState, "supervisor" | "leasePort">): Promise<never> {
    const { folder, parallel } = this.#spec;
    const { signal } = this.#end;
    const log = openSync(logFile(folder), "w");
    let port = await freePort();
    for (let startsLeft = MAX_STARTS; startsLeft > 0; startsLeft--) {
      const server = await OllamaProcess.start(this.#spec, port, log);
      const began = Date.now();
      this.#server = server;
      await writeServerState(folder, { ...own, server: server.identity });
      if (await server.isReady(signal)) {
        const answer = this.#answer;
        answer.resolve({ ok: true, url: server.url, parallel });
        await Promise.race([server.ended, aborted(signal)]);
        this.#withdraw(answer);
      } else {
        // It never served: the port may have been taken in the meantime.
        port = await freePort();
      }
      await server.end();
      signal.throwIfAborted();
      if (Date.now() - began > STABLE_MS) {
        startsLeft = MAX_STARTS;
      }
    }
    throw new Error(await this.#lastWords());
  }

  /** A server that hangs is ended, which starts it anew; the lease is greeted when it answers again. */
  async #greet(): Promise<Greeting> {
    const answer = this.#answer;
    const greeting = await answer.promise;
    if (!greeting.ok || (await serverVersion(greeting.url, HANG_MS, this.#end.signal)) !== undefined) {
      return greeting;
    }
    // The server of another answer is another server, which may be about to answer.
    if (this.#answer === answer) {
      this.#withdraw(answer);
      await this.#server?.end();
    }
    return this.#answer.promise;
  }

  /** An answer that is no longer true is given to nobody: the next one comes with the next server. */
  #withdraw(answer: Answer): void {
    if (this.#answer === answer) {
      this.#answer = newAnswer();
    }
  }

  async #lastWords(): Promise<string> {
    const log = await readFile(logFile(this.#spec.folder), "utf8");
    return log.trim().split("\n").slice(-5).join("\n");
  }
}

interface Answer {
  readonly promise: Promise<Greeting>;
  readonly resolve: (greeting: Greeting) => void;
}

function newAnswer(): Answer {
  let resolve: (greeting: Greeting) => void = () => {};
  const promise = new Promise<Greeting>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
    }
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
