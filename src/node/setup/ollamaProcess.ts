/** One `ollama serve` of ours, in a process group of its own that ends when we do. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { endProcessTree, identifyProcess, type ProcessIdentity } from "../processTree.ts";
import type { ServerSpec } from "./serverState.ts";
import { serverVersion } from "./serverVersion.ts";

const START_MS = 60_000;
const POLL_MS = 50;
/** Ollama unloads its models on the signal; after this it is killed. */
const STOP_MS = 5_000;

/** The environment of a managed server: one small model, loaded for good, many requests at once, nothing of the cloud. */
export function serverEnvironment(
  spec: Pick<ServerSpec, "models" | "parallel">,
  port: number,
  base: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...base,
    OLLAMA_HOST: `127.0.0.1:${port}`,
    ...(spec.models === undefined ? {} : { OLLAMA_MODELS: spec.models }),
    OLLAMA_NUM_PARALLEL: String(spec.parallel),
    OLLAMA_KEEP_ALIVE: "-1",
    OLLAMA_MAX_LOADED_MODELS: "1",
    OLLAMA_FLASH_ATTENTION: "1",
    OLLAMA_NO_CLOUD: "1",
    // Files being uploaded for a new model must outlive a restart.
    OLLAMA_NOPRUNE: "1",
    // Threads that wait must not spin: beside other work on the same cores (the judge, the editor), spinning makes the
    // model ten to fifty times slower. Eight requests at once are as fast either way, one alone is slower by a third.
    OMP_WAIT_POLICY: "PASSIVE",
    // MiB for prompts that a slot had to leave: runs go back and forth between writing and solving, and with this both
    // prompts stay computed (1.5 times the requests a second, measured). llama-server's own choice is 8 GiB.
    LLAMA_ARG_CACHE_RAM: "1024",
    // Without it, models with a sliding window (Gemma 3) compute the whole prompt again for every request.
    LLAMA_ARG_SWA_FULL: "1",
  };
}

export class OllamaProcess {
  readonly url: string;
  readonly identity: ProcessIdentity;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  readonly #watcher: ChildProcess | undefined;

  private constructor(child: ChildProcess, identity: ProcessIdentity, url: string) {
    this.url = url;
    this.identity = identity;
    this.ended = new Promise((resolve) => child.once("exit", () => resolve()));
    this.#watcher = watchOver(identity.pid);
  }

  /** Starts Ollama; throws when the binary cannot be started. Output goes to `logFd`. */
  static async start(spec: ServerSpec, port: number, logFd: number): Promise<OllamaProcess> {
    const child = spawn(spec.binary, ["serve"], {
      env: serverEnvironment(spec, port, process.env),
      stdio: ["ignore", logFd, logFd],
      detached: true,
      windowsHide: true,
    });
    await once(child, "spawn");
    const pid = child.pid ?? 0;
    return new OllamaProcess(child, identifyProcess(pid) ?? { pid, started: "" }, `http://127.0.0.1:${port}`);
  }

  /** Waits until the server answers; false when it ended or did not within a minute. */
  async isReady(signal: AbortSignal): Promise<boolean> {
    let ended = false;
    void this.ended.then(() => {
      ended = true;
    });
    const deadline = Date.now() + START_MS;
    while (!ended && Date.now() < deadline) {
      if ((await serverVersion(this.url, 2_000, signal)) !== undefined) {
        return !ended;
      }
      await sleep(POLL_MS, undefined, { signal });
    }
    return false;
  }

  /** Ends the server with every process it has started. */
  async end(): Promise<void> {
    await endProcessTree(this.identity, STOP_MS);
    this.#watcher?.kill("SIGKILL");
  }
}

/**
 * A shell that kills the group when our end of its standard input closes: a supervisor that is killed leaves no server.
 * Windows has no such shell; there the next lease ends what was left.
 */
function watchOver(group: number): ChildProcess | undefined {
  if (process.platform === "win32") {
    return undefined;
  }
  const script = 'read -r _; kill -s KILL -- "-$0"';
  const watcher = spawn("/bin/sh", ["-c", script, String(group)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  watcher.on("error", () => {});
  return watcher;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
