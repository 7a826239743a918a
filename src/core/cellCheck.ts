/** Everything that can be found out about one cell of a puzzle document without a model. */
import { signatureFault } from "./filter.ts";
import type { Judge } from "./ports.ts";
import type { Inspection, Judgement, Probe } from "./puzzle.ts";

/** What a cell says: a puzzle, and a solution where there is one. */
export interface CellText {
  readonly f: string;
  readonly g: string | null;
}

export interface CellFindings {
  readonly inspection: Inspection;
  /** What is wrong with f's signature; null: nothing, or f cannot be read. */
  readonly signatureFault: string | null;
  /** Null without a solution, and where f cannot be read or its signature is wrong. */
  readonly judgement: Judgement | null;
  /** Null where f cannot be read or its signature is wrong, and until `checkCell` has returned. */
  readonly probe: Probe | null;
}

/**
 * Reads f, judges the pair, then looks for a trivial answer. `onJudged` gets the findings as soon as they hold the
 * verdict, which is what a person waits for. Throws only what the judge throws.
 */
export async function checkCell(
  { f, g }: CellText,
  judge: Judge,
  timeoutMs: number,
  onJudged: (findings: CellFindings) => void,
  signal: AbortSignal,
): Promise<CellFindings> {
  const inspection = await judge.inspect(f, signal);
  const fault = inspection.ok ? signatureFault(inspection.parameters, inspection.variadic) : undefined;
  const read: CellFindings = { inspection, signatureFault: fault ?? null, judgement: null, probe: null };
  if (!inspection.ok || fault !== undefined) return read;
  const judged = { ...read, judgement: g === null ? null : await judge.judge({ f, g }, timeoutMs, signal) };
  onJudged(judged);
  return { ...judged, probe: await judge.probe(inspection.f, signal) };
}
