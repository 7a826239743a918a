/** What a suite counted. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed and why, a text each; told once more at the end of all suites, where it is not scrolled away. */
  readonly failures: readonly string[];
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/**
 * Counts as they stand once the tool's exit status is known: a tool that failed without a failed test (a file that
 * does not load, a crash) is one failure, and so is a suite in which nothing ran.
 */
export function settle(counts: Counts, exitStatus: number): Counts {
  const hidden = counts.failed === 0 && (exitStatus !== 0 || counts.passed === 0);
  const why = exitStatus === 0 ? "Nothing ran." : `No test failed, but the tool ended with ${exitStatus}.`;
  return hidden ? { ...counts, failed: 1, failures: [why] } : counts;
}

/** `12 passed, 0 failed`, with `, 3 skipped` where any were. */
export function format({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
