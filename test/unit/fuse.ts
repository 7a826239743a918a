/** A process that can be killed at any point of its work: what was done by then stays, as on a disk. */
class Killed extends Error {}

export class Fuse {
  /** How many points were passed in all. */
  points = 0;
  #left = Number.POSITIVE_INFINITY;

  /** A point at which the process may be killed. */
  pass(): void {
    this.points++;
    if (this.#left-- <= 0) throw new Killed();
  }

  /** Kills the process once `after` more points are passed, and starts it again, until it ends by itself. */
  async runKilled<T>(after: readonly number[], run: () => Promise<T>): Promise<T> {
    for (const points of after) {
      this.#left = points;
      try {
        return await run();
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
    this.#left = Number.POSITIVE_INFINITY;
    return run();
  }
}
