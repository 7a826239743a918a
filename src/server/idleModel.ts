/** A language model that is opened when it is first needed and given back when it has not been needed for a while. */
import type { LanguageModel } from "../core/ports.ts";
import type { ServerSettings } from "./serverSettings.ts";

/** A model that can be given back. */
export interface OpenModel {
  readonly model: LanguageModel;
  /** May be called again. */
  release(): Promise<void>;
}

/** Throws `UserError` where there is no such model, or nothing that serves one. */
export type OpenModelFor = (settings: ServerSettings, signal: AbortSignal) => Promise<OpenModel>;

export class IdleModel {
  readonly #open: OpenModelFor;
  readonly #idleMs: number;
  #kept: { readonly choice: string; readonly opened: OpenModel } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(open: OpenModelFor, idleMs: number) {
    this.#open = open;
    this.#idleMs = idleMs;
  }

  /**
   * Works with the model that `settings` choose; for one work at a time. Throws what `open` and `work` throw; after a
   * failure the model is opened anew, as what failed may be mended by then.
   */
  async use<T>(settings: ServerSettings, signal: AbortSignal, work: (model: LanguageModel) => Promise<T>): Promise<T> {
    const choice = JSON.stringify([settings.ollamaUrl, settings.model]);
    if (this.#kept?.choice !== choice) await this.release();
    clearTimeout(this.#timer);
    this.#kept ??= { choice, opened: await this.#open(settings, signal) };
    try {
      const result = await work(this.#kept.opened.model);
      this.#timer = setTimeout(() => this.release(), this.#idleMs).unref();
      return result;
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  /** Gives the model back now. */
  async release(): Promise<void> {
    clearTimeout(this.#timer);
    const kept = this.#kept;
    this.#kept = undefined;
    await kept?.opened.release();
  }
}
