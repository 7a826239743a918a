/** Which Ollama the work goes to: a server that answers, else one that is managed here. */
import { join } from "node:path";
import { UserError } from "../../core/errors.ts";
import { resolveOllamaUrl } from "../ollama/host.ts";
import { findOllamaBinary, type OllamaBinary } from "./installOllama.ts";
import type { SupervisorCommand } from "./managedOllama.ts";
import { RenewableLease } from "./renewableLease.ts";
import { serverVersion } from "./serverVersion.ts";

export interface OllamaSearch {
  readonly env: NodeJS.ProcessEnv;
  /** Address of the server that the person named. */
  readonly setting?: string | undefined;
  readonly cacheDir: string;
  readonly supervisor: SupervisorCommand;
  /** Requests at once on a managed server. */
  readonly parallel?: number;
  readonly log: (line: string) => void;
}

export interface FoundOllama {
  readonly url: string;
  readonly version: string;
  /** `given`: a server that runs without us; `managed`: one that ends some time after `release`. */
  readonly kind: "given" | "managed";
  /** `built`: our own build, which computes on the CPU. */
  readonly origin: OllamaBinary["origin"];
  /** Requests that it works on at once; known of managed servers only. */
  readonly parallel?: number;
  /** Waits until a managed server that was found gone answers again; returns its address. Absent: a given server. */
  readonly renew?: (signal: AbortSignal) => Promise<string>;
  /** Must be called when the work is done; may be called again. */
  release(): Promise<void>;
}

/** A server that does not say its version within this is taken as absent. */
const ANSWER_MS = 5_000;

/**
 * The server at the setting, at `OLLAMA_HOST` or at the default address if it answers, else a managed server of the Ollama
 * on PATH or of our build. Undefined when the machine has no Ollama.
 * Throws `UserError` when the setting names a server that does not answer, or the managed one cannot be started.
 */
export async function findOllamaIfAny(search: OllamaSearch, signal: AbortSignal): Promise<FoundOllama | undefined> {
  const url = resolveOllamaUrl(search.env, search.setting);
  const version = await serverVersion(url, ANSWER_MS, signal);
  if (version !== undefined) {
    return { url, version, kind: "given", origin: "user", release: async () => {} };
  }
  if (search.setting !== undefined && search.setting.trim() !== "") {
    throw new UserError(
      `No Ollama server answers at ${url}, which the setting names.`,
      "Start it, correct the setting, or clear the setting to let Autodidact start a server of its own.",
    );
  }
  if (search.env["OLLAMA_HOST"]) {
    search.log(`OLLAMA_HOST names ${url}, where no Ollama answers; a managed server is used instead.`);
  }
  const binary = await findOllamaBinary(search.env, search.cacheDir);
  return binary && leaseOf(binary, search, signal);
}

/** As `findOllamaIfAny`; throws `UserError` when the machine has no Ollama. */
export async function findOllama(search: OllamaSearch, signal: AbortSignal): Promise<FoundOllama> {
  const found = await findOllamaIfAny(search, signal);
  if (found !== undefined) {
    return found;
  }
  throw new UserError(
    "There is no Ollama on this machine: no server answers, and `ollama` is not on PATH.",
    "Run `autodidact setup`, which builds one, or install it from https://ollama.com/download.",
  );
}

async function leaseOf(binary: OllamaBinary, search: OllamaSearch, signal: AbortSignal): Promise<FoundOllama> {
  const { cacheDir, supervisor, parallel, log } = search;
  const lease = await RenewableLease.take(
    {
      binary: binary.path,
      // The user's Ollama has the user's models; our build has a place of its own.
      ...(binary.origin === "built" && { models: join(cacheDir, "models") }),
      cacheDir,
      supervisor,
      ...(parallel !== undefined && { parallel }),
      log,
    },
    signal,
  );
  const version = (await serverVersion(lease.url, ANSWER_MS, signal)) ?? "unknown";
  return {
    url: lease.url,
    version,
    kind: "managed",
    origin: binary.origin,
    parallel: lease.parallel,
    renew: (signal) => lease.renew(signal),
    release: () => lease.release(),
  };
}
