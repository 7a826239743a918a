/** Brings a machine to where `generate` can run. What is there is used; only what is missing is built or fetched. */
import { listModels, type ModelChoice } from "../ollama/catalog.ts";
import { chooseModel } from "../ollama/ranking.ts";
import { ensureDefaultModel } from "./defaultModel.ts";
import { type FoundOllama, findOllama, findOllamaIfAny, type OllamaSearch } from "./ensureOllama.ts";
import { installOllama } from "./installOllama.ts";
import { findPython, type Interpreter, type InterpreterSearch } from "./interpreter.ts";

export interface SetupRequest {
  readonly python: InterpreterSearch;
  readonly ollama: OllamaSearch;
  /** The model that the person named. */
  readonly model?: string | undefined;
  /** The tuned model that the workspace has promoted. */
  readonly promoted?: string | undefined;
}

export interface ReadyMachine {
  readonly python: Interpreter;
  /** To be released when the work is done. */
  readonly ollama: FoundOllama;
  readonly model: ModelChoice;
}

/**
 * Finds or sets up Python, Ollama and a model, and says what it does. May be called again after any interruption.
 * Throws `UserError` that says what to install when a part cannot be had.
 */
export async function setUp(
  request: SetupRequest,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<ReadyMachine> {
  const python = await findPython(request.python, signal);
  say(`Python ${python.version}: ${python.path}`);
  const ollama = await obtainOllama(request.ollama, python, say, signal);
  say(
    `Ollama ${ollama.version} (${ollama.kind === "given" ? "running already" : "started by Autodidact"}): ${ollama.url}`,
  );
  try {
    const { cacheDir } = request.ollama;
    const model =
      chooseModel(await listModels(ollama.url, signal), request.model, request.promoted) ??
      (await ensureDefaultModel(ollama.url, { python: python.path, cacheDir }, say, signal));
    say(`Model: ${model.name}`);
    return { python, ollama, model };
  } catch (error) {
    await ollama.release();
    throw error;
  }
}

async function obtainOllama(
  search: OllamaSearch,
  python: Interpreter,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<FoundOllama> {
  const found = await findOllamaIfAny(search, signal);
  if (found !== undefined) {
    return found;
  }
  const { cacheDir, env } = search;
  await installOllama({ cacheDir, python: python.path, env }, say, signal);
  return findOllama(search, signal);
}
