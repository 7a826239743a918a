import { leaseManagedOllama, type ManagedOllama, type OllamaLease } from "./managedOllama.ts";

/**
 * A lease on the managed server that is taken anew when the server is found gone: killed, started again at another
 * address, or ended together with its supervisor.
 */
export class RenewableLease {
  readonly #options: ManagedOllama;
  #lease: OllamaLease;
  #renewal: Promise<string> | undefined;
  #released = false;

  private constructor(options: ManagedOllama, lease: OllamaLease) {
    this.#options = options;
    this.#lease = lease;
  }

  /** As `leaseManagedOllama`. */
  static async take(options: ManagedOllama, signal: AbortSignal): Promise<RenewableLease> {
    return new RenewableLease(options, await leaseManagedOllama(options, signal));
  }

  get url(): string {
    return this.#lease.url;
  }

  get parallel(): number {
    return this.#lease.parallel;
  }

  /**
   * Waits until the server answers, starting it if need be; several callers wait for one renewal. Returns its address.
   * Throws as `leaseManagedOllama`.
   */
  renew(signal: AbortSignal): Promise<string> {
    this.#renewal ??= this.#takeAnew(signal).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #takeAnew(signal: AbortSignal): Promise<string> {
    const before = this.#lease;
    this.#lease = await leaseManagedOllama(this.#options, signal);
    await before.release();
    if (this.#released) {
      await this.#lease.release();
    }
    return this.#lease.url;
  }

  /** Gives the lease back; may be called again. */
  async release(): Promise<void> {
    this.#released = true;
    await this.#lease.release();
  }
}
