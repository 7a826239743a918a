/** Training on other tokens than are served wastes the training: both sides count the same texts first. */
import { UserError } from "./errors.ts";
import type { ModelShelf } from "./trainPorts.ts";

/**
 * Compares the trainer's token counts of `texts` with the server's.
 * Throws `UserError` at the first that differs, with the text's beginning and both counts.
 */
export async function checkParity(
  model: string,
  texts: readonly string[],
  counts: readonly number[],
  shelf: Pick<ModelShelf, "countTokens">,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, text] of texts.entries()) {
    const trained = counts[index];
    const served = await shelf.countTokens(model, text, signal);
    if (served !== trained) {
      throw new UserError(
        `The trainer splits a text of ${model} into ${trained} tokens, Ollama into ${served}: ${JSON.stringify(text.slice(0, 60))}…`,
        "Tuning would be on other tokens than are served. Update Ollama, or choose another base.",
      );
    }
  }
}
