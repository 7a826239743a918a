/** What a training would be, at once and without the trainer's libraries: tokens are estimated from letters. */
import { buildDataset, type Dataset, type DroppedPair, dropLong, type Forbidden } from "./dataset.ts";
import { reportOn, trainedData } from "./datasetReport.ts";
import type { Row } from "./datasetRows.ts";
import { rehearsalRows } from "./rehearsal.ts";
import type { SeedPuzzle } from "./seed.ts";
import { type Correction, correctionFor, estimateCost } from "./trainEstimate.ts";
import type { DatasetReport, TrainEstimate, TrainerLibraries } from "./trainEvents.ts";
import type { BaseShape, ReadPairs, TrainerMachine } from "./trainPorts.ts";
import type { TrainOptions, TrainRecipe } from "./trainRecipe.ts";

/** Letters to a token: what SmolLM2 and Gemma 3 have, both, on the puzzles and solutions of the seeds. */
const LETTERS_PER_TOKEN = 2.4;

/** What could be found out before a training starts. */
export interface TrainPreview {
  readonly libraries?: TrainerLibraries | undefined;
  readonly dataset?: DatasetReport | undefined;
  /** The first ones for each reason. */
  readonly dropped?: readonly DroppedPair[] | undefined;
  readonly estimate?: TrainEstimate | undefined;
  /** Why the rest is not known, or why nothing can be trained, and what to do. */
  readonly problem?: string | undefined;
}

/** Where it would run. Bytes are free ones. */
export interface PreviewMachine extends Pick<TrainerMachine, "device" | "deviceName" | "memory"> {
  readonly freeDisk: number;
  readonly correction: Correction | undefined;
}

/** The puzzles that ship with the product. */
export interface ShippedPuzzles {
  readonly seeds: readonly SeedPuzzle[];
  readonly forbidden: Forbidden;
}

/** The same choice of rows as a training's, which may be too few. */
export function previewDataset(
  { pairs, dropped }: Awaited<ReturnType<ReadPairs>>,
  { format, perPuzzle, alike, evaluationShare, rehearsal }: TrainRecipe,
  { seed, packing, sequenceLength }: TrainOptions,
  { seeds, forbidden }: ShippedPuzzles,
): { readonly dataset: Dataset; readonly report: DatasetReport } {
  const built = buildDataset(pairs, { format, perPuzzle, alike, evaluationShare, seed }, forbidden);
  const writing = rehearsal ? rehearsalRows(built.train, pairs, seed) : [];
  const tokens = new Map(
    [...built.train, ...writing, ...built.evaluation].map(({ id, prompt, completion }) => [
      id,
      Math.ceil((prompt.length + completion.length) / LETTERS_PER_TOKEN),
    ]),
  );
  const all = { ...built, dropped: [...dropped, ...built.dropped] };
  const dataset = packing ? all : dropLong(all, sequenceLength, tokens);
  const fits = ({ id }: Row) => packing || (tokens.get(id) ?? 0) <= sequenceLength;
  return { dataset, report: reportOn(dataset, writing.filter(fits), tokens, seeds) };
}

/** What that would take here, for a base of this shape. */
export function previewCost(
  report: DatasetReport,
  options: TrainOptions,
  shape: BaseShape,
  { device, deviceName, memory: freeMemory, freeDisk, correction }: PreviewMachine,
): TrainEstimate {
  const machine = { device, flops: null };
  const { memory, disk, steps, seconds } = estimateCost(shape, options, trainedData(report), machine, correction);
  const measured = correctionFor(correction, device) !== undefined;
  return { memory, disk, steps, seconds, freeMemory, freeDisk, measured, device, deviceName };
}
