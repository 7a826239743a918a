import pRetry from "p-retry";
import type { Completion, CompletionRequest, LanguageModel, ModelFacts, Processor } from "../../core/ports.ts";
import { findModel, listModels, processorOfModel } from "./catalog.ts";
import { faultForPerson, type Patience } from "./client.ts";
import { knownConcurrency } from "./concurrency.ts";
import { OllamaFault, ServerDown } from "./failures.ts";
import { generate, load, type Served } from "./generate.ts";
import { Slots } from "./slots.ts";

export interface OllamaModelOptions {
  readonly url: string;
  readonly name: string;
  /** Tokens of prompt and reply together. */
  readonly contextTokens: number;
  /** Requests that the server works on at once, where we set it ourselves; measured otherwise. */
  readonly concurrency?: number;
  /** File that keeps measured concurrency between processes. */
  readonly measurementsFile?: string;
  /** Waits until a server that is ours and was found gone answers again; returns its address then. */
  readonly renew?: (signal: AbortSignal) => Promise<string>;
  readonly log: (line: string) => void;
  readonly patience?: ModelPatience;
}

/** How long to wait for a model, in milliseconds. */
export interface ModelPatience extends Patience {
  /** To load it from a slow disk. */
  readonly loadMs: number;
  /** Before the second try; the third waits twice as long. Times a random factor from 1 to 2. */
  readonly backOffMs: number;
}

/** The first byte may have to wait until other users of the server are served and the model is loaded again. */
const PATIENCE: ModelPatience = { firstByteMs: 300_000, idleMs: 60_000, loadMs: 900_000, backOffMs: 500 };

/** Tries after the first. */
const RETRIES = 2;
/** Crashes of the model's process in a row, without one reply in between, after which fewer requests are sent at once. */
const CRASHES_UNTIL_HALVED = 2;

/**
 * A model on an Ollama server. Call `describe` first: it loads the model and finds out how many requests to send at once.
 *
 * @throws {UserError} when no server answers or it has no such model
 */
export async function openOllamaModel(options: OllamaModelOptions, signal: AbortSignal): Promise<LanguageModel> {
  const { name, digest } = findModel(await listModels(options.url, signal), options.name);
  return new OllamaModel(options, { url: options.url, name, contextTokens: options.contextTokens }, digest);
}

class OllamaModel implements LanguageModel {
  readonly #options: OllamaModelOptions;
  readonly #patience: ModelPatience;
  #served: Served;
  readonly #digest: string;
  readonly #slots: Slots;
  #measured: boolean;
  /** Counts crashes; one that takes down several requests counts once. */
  #crashes = 0;
  #crashesInRow = 0;

  constructor(options: OllamaModelOptions, served: Served, digest: string) {
    this.#options = options;
    this.#patience = options.patience ?? PATIENCE;
    this.#served = served;
    this.#digest = digest;
    this.#slots = new Slots(options.concurrency ?? 1);
    this.#measured = options.concurrency !== undefined;
  }

  async describe(signal: AbortSignal): Promise<ModelFacts> {
    try {
      await this.#persist(
        () => load(this.#served, { ...this.#patience, firstByteMs: this.#patience.loadMs }, signal),
        signal,
      );
      if (!this.#measured) {
        this.#slots.size = await knownConcurrency(
          { ...this.#served, digest: this.#digest, file: this.#options.measurementsFile, log: this.#options.log },
          (request) => generate(this.#served, request, this.#patience, signal),
        );
        this.#measured = true;
      }
      return {
        name: this.#served.name,
        digest: this.#digest,
        processor: await this.#processor(signal),
        concurrency: this.#slots.size,
      };
    } catch (error) {
      throw error instanceof OllamaFault ? faultForPerson(error, this.#served.url) : error;
    }
  }

  complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    return this.#slots.run(signal, async () => {
      try {
        return await this.#persist(() => this.#tryOnce(request, signal), signal);
      } catch (error) {
        if (error instanceof OllamaFault) {
          this.#options.log(`A reply of ${this.#served.name} was given up: ${error.message}`);
          return { finish: "broken", detail: error.message };
        }
        throw error;
      }
    });
  }

  async #tryOnce(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    const crashesBefore = this.#crashes;
    try {
      const completion = await generate(this.#served, request, this.#patience, signal);
      this.#crashesInRow = 0;
      return completion;
    } catch (error) {
      if (error instanceof OllamaFault && error.kind === "crashed" && this.#crashes === crashesBefore) {
        this.#noteCrash();
      }
      throw error;
    }
  }

  /** Memory is what a model's process dies of most, and fewer requests at once need less. */
  #noteCrash(): void {
    this.#crashes += 1;
    this.#crashesInRow += 1;
    if (this.#crashesInRow >= CRASHES_UNTIL_HALVED && this.#slots.size > 1) {
      this.#crashesInRow = 0;
      this.#slots.size = Math.floor(this.#slots.size / 2);
      this.#options.log(
        `The process of ${this.#served.name} keeps failing: from now on ${this.#slots.size} requests at once.`,
      );
    }
  }

  /** Tries again, later and later, what may work then. */
  #persist<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return pRetry(attempt, {
      retries: RETRIES,
      minTimeout: this.#patience.backOffMs,
      randomize: true,
      signal,
      onFailedAttempt: ({ error }) => this.#renew(error, signal),
      shouldRetry: ({ error }) =>
        error instanceof ServerDown || (error instanceof OllamaFault && error.kind !== "abandoned"),
    });
  }

  async #renew(error: Error, signal: AbortSignal): Promise<void> {
    if (error instanceof ServerDown && this.#options.renew !== undefined) {
      this.#served = { ...this.#served, url: await this.#options.renew(signal) };
    }
  }

  async #processor(signal: AbortSignal): Promise<Processor> {
    const processor = await processorOfModel(this.#served.url, this.#served.name, signal);
    if (processor === "unknown") {
      // Another program made the server drop it at once: it will be loaded again, most likely the same way.
      throw new OllamaFault("interrupted", `${this.#served.name} was unloaded right after it was loaded.`);
    }
    return processor;
  }
}
