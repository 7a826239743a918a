/** What `doctor` finds out about a machine. A missing part is a problem in the report, never an exception. */
import { mkdir } from "node:fs/promises";
import { inGigabytes } from "../../core/bytes.ts";
import { UserError } from "../../core/errors.ts";
import type { Processor } from "../../core/ports.ts";
import { isWeaker, type Sandbox, type SandboxTier, SandboxTooWeak } from "../../core/sandbox.ts";
import { listModels, processorOfModel } from "../ollama/catalog.ts";
import { chooseModel } from "../ollama/ranking.ts";
import { startPythonJudge } from "../pythonJudge.ts";
import { type FoundOllama, findOllama } from "./ensureOllama.ts";
import { freeDisk } from "./freeDisk.ts";
import { findGpu } from "./gpu.ts";
import { findPython, type Interpreter } from "./interpreter.ts";
import { measureSpeed } from "./measureSpeed.ts";
import { packageFolders } from "./packageFolders.ts";
import type { SetupRequest } from "./setUp.ts";

/** Below this a model or a build may not fit, in bytes. */
const LITTLE_DISK = 2e9;

export interface Diagnosis {
  readonly python: Interpreter | null;
  /** How well the judge closes a program off from the machine; null where no judge starts. */
  readonly sandbox: Sandbox | null;
  readonly ollama: { readonly url: string; readonly version: string; readonly kind: FoundOllama["kind"] } | null;
  /** The model that `generate` would use. */
  readonly model: string | null;
  readonly processor: Processor | null;
  /** Why it runs there. */
  readonly processorReason: string;
  readonly tokensPerSecond: number | null;
  /** Bytes free where builds and models are kept. */
  readonly diskFree: number;
  /** Each a sentence with its remedy. */
  readonly problems: readonly string[];
  /** What a person should know, but need not do anything about. */
  readonly notes: readonly string[];
}

export interface DiagnosisRequest extends SetupRequest {
  /** Folder of the judge's program. */
  readonly judgePath: string;
  /** Context that `generate` asks for, in tokens. */
  readonly contextTokens: number;
  /** The least sandbox that judges. */
  readonly leastTier: SandboxTier;
  /** Whether puzzles may import the interpreter's packages. */
  readonly packages: boolean;
}

/** Examines the machine; builds and fetches nothing, but loads the model for a moment to measure it. */
export async function diagnose(request: DiagnosisRequest, signal: AbortSignal): Promise<Diagnosis> {
  const problems: string[] = [];
  const attempt = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      problems.push(error.sentence);
      return null;
    }
  };
  const python = await attempt(findPython(request.python, signal));
  const sandbox = python && (await attempt(findSandbox(python.path, request, signal)));
  const isTooWeak = sandbox !== null && isWeaker(sandbox.tier, request.leastTier);
  if (isTooWeak) {
    problems.push(new SandboxTooWeak(sandbox, request.leastTier).sentence);
  }
  await mkdir(request.ollama.cacheDir, { recursive: true });
  const diskFree = await freeDisk(request.ollama.cacheDir);
  if (diskFree < LITTLE_DISK) {
    problems.push(`Only ${inGigabytes(diskFree)} are free in ${request.ollama.cacheDir}. Make room on that disk.`);
  }
  const ollama = await attempt(findOllama(request.ollama, signal));
  const running = ollama && (await attempt(examineModel(ollama, request, signal)).finally(() => ollama.release()));
  const gpu = await findGpu(request.ollama.env, signal);
  const where = running ? explainProcessor(running.processor, gpu, ollama) : { reason: "" };
  if (where.problem !== undefined) {
    problems.push(where.problem);
  }
  return {
    python,
    sandbox,
    ollama: ollama && { url: ollama.url, version: ollama.version, kind: ollama.kind },
    model: running?.name ?? null,
    processor: running?.processor ?? null,
    processorReason: where.reason,
    tokensPerSecond: running?.tokensPerSecond ?? null,
    diskFree,
    problems,
    notes: sandbox === null || isTooWeak ? [] : noteOn(sandbox),
  };
}

/** Starts the judge, which tests its sandbox, and ends it again, whatever the tier: nothing is judged. */
async function findSandbox(
  python: string,
  { judgePath, packages: allowed, ollama: { log } }: DiagnosisRequest,
  signal: AbortSignal,
): Promise<Sandbox> {
  const packages = allowed ? await packageFolders(python, signal) : [];
  const judge = await startPythonJudge({ python, judgePath, workers: 1, packages, leastTier: "none", log }, signal);
  await judge.close();
  return judge.info.sandbox;
}

/** What a sandbox that is used, but is not full, leaves open. */
export function noteOn({ tier, open }: Sandbox): string[] {
  const could = `What a model wrote could: ${open.join(", ")}.`;
  switch (tier) {
    case "full":
      return [];
    case "partial":
      return [`The sandbox is not closed off fully on this machine. ${could} It could change nothing.`];
    case "none":
      return [`Pairs are judged without a sandbox here, as you have allowed. ${could}`];
  }
}

async function examineModel(
  { url }: FoundOllama,
  { model: named, promoted, contextTokens }: DiagnosisRequest,
  signal: AbortSignal,
): Promise<{ name: string; processor: Processor | null; tokensPerSecond: number }> {
  const chosen = chooseModel(await listModels(url, signal), named, promoted);
  if (chosen === undefined) {
    throw new UserError(
      `The Ollama server at ${url} has no model.`,
      "Run `autodidact setup`, which fetches a small one, or get one for code: `ollama pull qwen2.5-coder:7b`.",
    );
  }
  const tokensPerSecond = await measureSpeed(url, chosen.name, contextTokens, signal);
  const processor = await processorOfModel(url, chosen.name, signal);
  return { name: chosen.name, processor: processor === "unknown" ? null : processor, tokensPerSecond };
}

/** Says why a model runs where it runs; that a GPU stands idle is a problem. */
export function explainProcessor(
  processor: Processor | null,
  gpu: string | undefined,
  ollama: Pick<FoundOllama, "origin"> | null,
): { reason: string; problem?: string } {
  if (processor === null) {
    return { reason: "Ollama does not say where the model runs" };
  }
  if (processor === "gpu") {
    return { reason: gpu ?? "Ollama holds the whole model in GPU memory" };
  }
  if (processor === "mixed") {
    const reason = "the model does not fit into GPU memory";
    const problem =
      "The model runs partly on the CPU, because it does not fit into the memory of the GPU. Use a smaller model or a stronger quantisation.";
    return { reason, problem };
  }
  if (gpu === undefined) {
    return { reason: "no GPU was found" };
  }
  const remedy =
    ollama?.origin === "built"
      ? "The Ollama that Autodidact built computes on the CPU alone: install Ollama from https://ollama.com/download."
      : "Look for the reason in Ollama's log (driver, memory), and restart Ollama.";
  return {
    reason: `${gpu} is not used`,
    problem: `This machine has a GPU, ${gpu}, but the model runs on the CPU. ${remedy}`,
  };
}
