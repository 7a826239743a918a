/** From a machine to a model that answers: finds Ollama, chooses the model, opens it. */
import { join } from "node:path";
import { UserError } from "../../core/errors.ts";
import type { LanguageModel } from "../../core/ports.ts";
import { listModels } from "../ollama/catalog.ts";
import { openOllamaModel } from "../ollama/model.ts";
import { chooseModel } from "../ollama/ranking.ts";
import { findOllama, type OllamaSearch } from "./ensureOllama.ts";

export interface ServedModel {
  readonly model: LanguageModel;
  readonly name: string;
  /** By which Ollama knows the weights. */
  readonly digest: string;
  /** The server's version. */
  readonly ollama: string;
  /** Gives the server back; may be called again. */
  release(): Promise<void>;
}

/** Which model is wanted: the named one, else the promoted one, else the best. */
export interface ModelWish {
  readonly named?: string | undefined;
  readonly promoted?: string | undefined;
}

/**
 * The model that is wished for, opened with `contextTokens` for prompt and reply together.
 * Throws `UserError` when there is no Ollama, or no such model, or none at all.
 */
export async function serveModel(
  search: OllamaSearch,
  { named, promoted }: ModelWish,
  contextTokens: number,
  signal: AbortSignal,
): Promise<ServedModel> {
  const { url, version, parallel, renew, release } = await findOllama(search, signal);
  try {
    const choice = chooseModel(await listModels(url, signal), named, promoted);
    if (choice === undefined) {
      throw new UserError(
        `Ollama at ${url} has no model.`,
        "Run `autodidact setup` for a small one, or `ollama pull` a code model.",
      );
    }
    const measurementsFile = join(search.cacheDir, "concurrency.json");
    const model = await openOllamaModel(
      {
        url,
        name: choice.name,
        contextTokens,
        measurementsFile,
        log: search.log,
        ...(parallel !== undefined && { concurrency: parallel }),
        ...(renew && { renew }),
      },
      signal,
    );
    return { model, name: choice.name, digest: choice.digest, ollama: version, release };
  } catch (error) {
    await release();
    throw error;
  }
}
