/** The first half of a training, which costs little: what would be trained on, on what, and what it would take. */
import { inGigabytes } from "./bytes.ts";
import { buildDataset, type Dataset, dropLong, type Forbidden } from "./dataset.ts";
import { checkRows, reportOn, trainedData } from "./datasetReport.ts";
import type { Row } from "./datasetRows.ts";
import { UserError } from "./errors.ts";
import { rehearsalRows } from "./rehearsal.ts";
import type { SeedPuzzle } from "./seed.ts";
import { checkParity } from "./tokenParity.ts";
import { type Correction, correctionFor, estimateCost } from "./trainEstimate.ts";
import type { DatasetReport, TrainEstimate, TrainEvent, TrainPhase } from "./trainEvents.ts";
import type {
  BaseShape,
  Findings,
  ModelShelf,
  ReadPairs,
  RunFolder,
  Trainer,
  TrainerMachine,
  WeightsSource,
} from "./trainPorts.ts";
import type { TrainOptions, TrainRecipe } from "./trainRecipe.ts";

export interface PlanDeps {
  readonly trainer: Trainer;
  readonly shelf: ModelShelf;
  readonly folder: RunFolder;
  readonly readPairs: ReadPairs;
  readonly forbidden: Forbidden;
  readonly seeds: readonly SeedPuzzle[];
  /** What earlier trainings on this machine took. */
  readonly correction: Correction | undefined;
  readonly emit: (event: TrainEvent) => void;
}

export interface TrainPlan {
  readonly base: Findings["base"];
  readonly report: DatasetReport;
  readonly machine: TrainerMachine;
  readonly estimate: TrainEstimate;
}

/** What is tuned. */
export interface BaseChoice {
  /** Ollama's name of the base. */
  readonly base: string;
  /** Undefined: the weights are those of Ollama's file. */
  readonly weights?: WeightsSource | undefined;
}

/** Rows whose tokens are compared with Ollama's count: each is a request to the server. */
const PARITY_TEXTS = 8;

/**
 * Does the phases `dataset`, `base` and `tokens`, or takes up what they found before.
 * Throws `UserError` where nothing can be trained: no rows, an unknown architecture, other tokens than Ollama's.
 */
export async function planTraining(
  base: BaseChoice,
  recipe: TrainRecipe,
  options: TrainOptions,
  deps: PlanDeps,
  signal: AbortSignal,
): Promise<TrainPlan> {
  const { folder, trainer, emit } = deps;
  await once("dataset", deps, () => chooseRows(recipe, options, deps, signal));
  const found = await once("base", deps, () => lookAtBase(base, deps, signal));
  const { report } = await once("tokens", deps, () => countTokens(found, options, deps, signal));
  emit({ event: "dataset", ...report });
  const machine = await trainer.check(signal);
  const { device, deviceName, deviceMemory } = machine;
  const { memory, disk, steps, seconds } = estimateCost(
    found.shape,
    options,
    trainedData(report),
    machine,
    deps.correction,
  );
  const estimate: TrainEstimate = {
    ...{ memory, disk, steps, seconds, device, deviceName },
    freeMemory: deviceMemory ?? machine.memory,
    freeDisk: await folder.freeDisk(),
    measured: correctionFor(deps.correction, device) !== undefined,
  };
  emit({ event: "estimate", ...estimate });
  return { base: found, report, machine, estimate };
}

/**
 * The folder from which the trainer loads the base. Asked for by each phase that loads it, and by no other: what was
 * prepared lies in the cache, which a person may empty at any time.
 */
export function prepareBase(
  { model: { file, digest }, weights }: Findings["base"],
  { trainer, emit }: Pick<PlanDeps, "trainer" | "emit">,
  signal: AbortSignal,
): Promise<string> {
  return trainer.prepare({ file, digest, weights }, baseProgress(emit), signal);
}

function baseProgress(emit: PlanDeps["emit"]): (done: number, total: number) => void {
  return (done, total) => emit({ event: "progress", phase: "base", done, total });
}

/** Does a phase unless the run has its finding already. */
export async function once<P extends TrainPhase>(
  phase: P,
  { folder, emit }: Pick<PlanDeps, "folder" | "emit">,
  work: () => Promise<Findings[P]>,
): Promise<Findings[P]> {
  const before = await folder.finding(phase);
  if (before !== undefined) return before;
  emit({ event: "phase", phase });
  const finding = await work();
  await folder.keepFinding(phase, finding);
  return finding;
}

async function chooseRows(
  { format, perPuzzle, alike, evaluationShare, rehearsal }: TrainRecipe,
  { seed }: TrainOptions,
  { folder, readPairs, forbidden }: PlanDeps,
  signal: AbortSignal,
): Promise<Findings["dataset"]> {
  const { pairs, dropped } = await readPairs(signal);
  const built = buildDataset(pairs, { format, perPuzzle, alike, evaluationShare, seed }, forbidden);
  const dataset = { ...built, dropped: [...dropped, ...built.dropped] };
  const writing = rehearsal ? rehearsalRows(dataset.train, pairs, seed) : [];
  await write(dataset, writing, folder); // even where too little is left: who wonders why finds every dropped pair there
  checkRows(dataset, pairs.length);
  return { rows: dataset.train.length };
}

async function lookAtBase(
  { base: name, weights }: BaseChoice,
  { shelf, trainer, folder, emit }: PlanDeps,
  signal: AbortSignal,
): Promise<Findings["base"]> {
  const model = await shelf.base(name, signal);
  const shape = await trainer.inspect(model.file, signal);
  requireTunable(model.name, shape);
  const free = await folder.freeDisk();
  const needed = (weights !== undefined && "hub" in weights ? 6 : 4) * shape.parameters;
  if (free < needed) {
    throw new UserError(
      `Loading ${model.name} takes ${inGigabytes(needed)} on the disk, and ${inGigabytes(free)} are free.`,
      "Free some space and start again: nothing is lost.",
    );
  }
  if (weights === undefined) return { model, shape };
  const given = await trainer.match(model.file, weights, baseProgress(emit), signal);
  emit({ event: "note", text: `Tuned are the weights in ${given.folder}, which are those of ${model.name}.` });
  return { model, shape, weights: given };
}

/** Throws `UserError` for an architecture that the trainer cannot load. */
export function requireTunable(name: string, { supported, architecture }: BaseShape): void {
  if (supported) return;
  throw new UserError(
    `${name} is of the architecture ${architecture}, which cannot be tuned here.`,
    "Choose a base of the Llama, Gemma 2 or 3, Qwen 2 or Qwen 3 family, or export the pairs and train elsewhere.",
  );
}

/** Measures every row with the base's own tokens, after making sure that they are those that Ollama will use. */
async function countTokens(
  base: Findings["base"],
  { sequenceLength, packing }: TrainOptions,
  deps: PlanDeps,
  signal: AbortSignal,
): Promise<Findings["tokens"]> {
  const { folder, trainer, shelf, seeds } = deps;
  const rows = await folder.readRows("rows");
  const evaluation = await folder.readRows("evaluationRows");
  const texts = parityTexts(rows);
  const prepared = await prepareBase(base, deps, signal);
  const measured = await trainer.measure(prepared, [...rows, ...evaluation], texts, signal);
  await checkParity(base.model.name, texts, measured.parity, shelf, signal);
  const tokens = new Map(
    [...rows, ...evaluation].map(({ id }, index) => {
      const [prompt, completion] = measured.rows[index] ?? [0, 0];
      return [id, prompt + completion];
    }),
  );
  const train = rows.filter(({ writes }) => writes !== true);
  const read = { train, evaluation, dropped: await folder.readDropped() };
  const dataset = packing ? read : dropLong(read, sequenceLength, tokens);
  checkRows(dataset, train.length);
  const fits = ({ id, writes }: Row) => writes === true && (packing || (tokens.get(id) ?? 0) <= sequenceLength);
  const writing = rows.filter(fits);
  await write(dataset, writing, folder);
  return { report: reportOn(dataset, writing, tokens, seeds) };
}

async function write(
  { train, evaluation, dropped }: Dataset,
  writing: readonly Row[],
  folder: RunFolder,
): Promise<void> {
  await folder.writeRows("rows", [...train, ...writing]);
  await folder.writeRows("evaluationRows", evaluation);
  await folder.writeDropped(dropped);
}

/** A few rows in full: prompts and completions as they are served, in which white space and digits abound. */
function parityTexts(rows: readonly Row[]): string[] {
  const step = Math.max(1, Math.floor(rows.length / PARITY_TEXTS));
  return rows
    .filter((_, index) => index % step === 0)
    .slice(0, PARITY_TEXTS)
    .map(({ prompt, completion }) => prompt + completion);
}
