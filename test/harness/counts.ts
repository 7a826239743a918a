/** What a suite counted. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * Counts as they stand once the tool's exit status is known: a tool that failed without a failed test (a file that
 * does not load, a crash) is one failure, and so is a suite in which nothing ran.
 */
export function settle(counts: Counts, exitStatus: number): Counts {
  const hidden = counts.failed === 0 && (exitStatus !== 0 || counts.passed === 0);
  return hidden ? { ...counts, failed: 1 } : counts;
}

/** `12 passed, 0 failed`, with `, 3 skipped` where any were. */
export function format({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
