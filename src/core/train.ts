/**
 * Train: from verified, accepted pairs to a tuned model that Ollama serves. Every finished phase is kept on disk, so a
 * run that was paused or killed goes on where it was, and Ollama is as it was until the tuned model has proven itself.
 */
import { inGigabytes } from "./bytes.ts";
import { trainedData } from "./datasetReport.ts";
import { UserError } from "./errors.ts";
import { type Lineage, tunedName } from "./lineage.ts";
import type { Clock, Judge } from "./ports.ts";
import { passes, smokeTest } from "./smokeTest.ts";
import { type Correction, correctionFrom, estimateCost } from "./trainEstimate.ts";
import type { TrainSummary } from "./trainEvents.ts";
import { type BaseChoice, once, type PlanDeps, planTraining, prepareBase, type TrainPlan } from "./trainPlan.ts";
import type { Findings, Ledger } from "./trainPorts.ts";
import { optionsFor, type TrainOptions, type TrainOverrides, type TrainRecipe } from "./trainRecipe.ts";

/** What a person asked for; enough to take a run up again. */
export interface TrainRequest extends BaseChoice {
  readonly overrides: TrainOverrides;
  readonly seed: number;
  /** Whether models that others use may be taken out of memory. */
  readonly unload: boolean;
}

export interface TrainDeps extends PlanDeps {
  readonly ledger: Ledger;
  readonly startJudge: (signal: AbortSignal) => Promise<Judge & { close(): Promise<void> }>;
  readonly clock: Clock;
  /** Whether the server is ours alone; on another one, models in memory may be in use. */
  readonly ownServer: boolean;
  /** Runs `work` while no other training runs on this machine; says so when it has to wait. */
  readonly alone: <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Keeps a tuned model that talks gibberish, too: whoever evaluates it wants to know how bad it is. */
  readonly keepsGibberish: boolean;
  readonly keepCorrection: (correction: Correction) => Promise<void>;
}

/**
 * Does what is left of a run. `signal` pauses it: what is finished is kept, the trainer writes a checkpoint.
 * Throws `UserError` where a person must act, and the signal's reason when it was paused.
 */
export async function train(
  request: TrainRequest,
  recipe: TrainRecipe,
  deps: TrainDeps,
  signal: AbortSignal,
): Promise<TrainSummary> {
  const options = optionsFor(recipe, request.overrides, request.seed);
  const plan = await planTraining(request, recipe, options, deps, signal);
  const trained = await once("train", deps, () => tune(request, options, plan, deps, signal));
  deps.emit({ event: "trained", ...trained });
  const exported = await once("export", deps, () => exportModel(plan, deps, signal));
  deps.emit({ event: "exported", ...exported });
  const registered = await once("register", deps, () => register(plan, deps, signal));
  deps.emit({ event: "registered", ...registered });
  const smoke = await once("smoke", deps, () => test(registered.name, deps, signal));
  deps.emit({ event: "smoke", ...smoke });
  const found = { train: trained, export: exported, register: registered, smoke };
  deps.ledger.record(await lineageOf(recipe, options, plan, found, deps));
  return summarise(deps.folder.id, plan, found);
}

/** A run's last line; without `found`, that of a plan. */
export function summarise(
  run: string,
  { base, report }: TrainPlan,
  found?: Pick<Findings, "train" | "register">,
): TrainSummary {
  return {
    ...{ event: "summary", run, base: base.model.name },
    tuned: found?.register.name ?? null,
    dataset: { used: report.train + report.evaluation, dropped: report.dropped },
    steps: found?.train.steps ?? 0,
    lossBefore: found?.train.lossBefore ?? null,
    lossAfter: found?.train.lossAfter ?? null,
    seconds: found?.train.seconds ?? 0,
  };
}

async function tune(
  { unload }: TrainRequest,
  options: TrainOptions,
  { base, report, estimate, machine }: TrainPlan,
  deps: TrainDeps,
  signal: AbortSignal,
): Promise<Findings["train"]> {
  const { trainer, shelf, folder, alone, emit, keepCorrection, ownServer, ledger } = deps;
  checkRoom(estimate);
  return alone(async () => {
    // What was tuned here was loaded to be tried or evaluated, as the base was.
    const own = new Set([base.model.name, ...ledger.models().map(({ name }) => name)]);
    const others = (await shelf.loaded(signal)).filter((name) => !own.has(name));
    if (others.length > 0 && !ownServer && !unload) {
      throw new UserError(
        `Ollama holds ${others.join(", ")} in memory, which something else may be using.`,
        "Allow it to be unloaded (`--unload`), or wait until it is free, and start again.",
      );
    }
    await shelf.unload(signal);
    const evaluated = report.evaluation > 0;
    const result = await trainer.train(
      {
        base: await prepareBase(base, deps, signal),
        rows: folder.pathOf("rows"),
        evaluationRows: evaluated ? folder.pathOf("evaluationRows") : null,
        output: folder.pathOf("trained"),
        options,
      },
      emit,
      signal,
    );
    if (result.end === "paused") {
      emit({ event: "paused", run: folder.id, step: result.steps });
      signal.throwIfAborted();
      throw new UserError("The training was paused from outside.", "Resume it: it goes on from its last checkpoint.");
    }
    const uncorrected = estimateCost(base.shape, options, trainedData(report), machine, undefined);
    await keepCorrection(correctionFrom(uncorrected, result, machine.device));
    return result;
  }, signal);
}

/** Throws `UserError` where the disk is too small. Memory is only warned of: the trainer halves its batch when it must. */
function checkRoom({ disk, freeDisk }: TrainPlan["estimate"]): void {
  if (disk > freeDisk) {
    throw new UserError(
      `The training will write ${inGigabytes(disk)}, and ${inGigabytes(freeDisk)} are free.`,
      "Free some space and resume: nothing is lost.",
    );
  }
}

async function exportModel({ base }: TrainPlan, deps: TrainDeps, signal: AbortSignal): Promise<Findings["export"]> {
  const { folder, trainer, emit } = deps;
  return trainer.export(
    {
      file: base.model.file,
      given: base.weights !== undefined,
      base: await prepareBase(base, deps, signal),
      trained: folder.pathOf("trained"),
      rows: folder.pathOf("rows"),
      output: folder.pathOf("model"),
    },
    (done, total) => emit({ event: "progress", phase: "export", done, total }),
    signal,
  );
}

async function register(plan: TrainPlan, deps: TrainDeps, signal: AbortSignal): Promise<Findings["register"]> {
  const { base } = plan;
  const { shelf, folder, emit } = deps;
  const name = await chooseName(plan, deps, signal);
  const onProgress = (done: number, total: number) => emit({ event: "progress", phase: "register", done, total });
  return shelf.register(name, folder.pathOf("model"), base.model, onProgress, signal);
}

/** The same name whenever this run registers, so that a kill in the midst of it leaves no model that nobody lists. */
async function chooseName(
  { base, report }: TrainPlan,
  { shelf, folder, ledger, clock }: TrainDeps,
  signal: AbortSignal,
): Promise<string> {
  const chosen = await folder.finding("name");
  if (chosen !== undefined && !ledger.models().some(({ name }) => name === chosen)) return chosen;
  const round = report.rounds.reduce((latest, each) => Math.max(latest, each.round), 0);
  const name = tunedName(base.model.name, round, new Date(clock()), await shelf.names(signal));
  await folder.keepFinding("name", name);
  return name;
}

/** A model that fails is taken out of Ollama again; its file and adapter stay in the run's folder. */
async function test(name: string, deps: TrainDeps, signal: AbortSignal): Promise<Findings["smoke"]> {
  const { shelf, folder, seeds, clock, startJudge, keepsGibberish } = deps;
  const judge = await startJudge(signal);
  try {
    const report = await smokeTest(await shelf.open(name, signal), judge, seeds, clock, signal);
    if (passes(report) || keepsGibberish) return report;
    await shelf.remove(name, signal);
    await folder.forget("register");
    throw new UserError(
      `The tuned model talks gibberish: of ${report.prompts} replies ${report.ended} ended and ${report.parsed} were Python.`,
      "It was taken out of Ollama again. Train for fewer epochs or with a lower learning rate.",
    );
  } finally {
    await judge.close();
  }
}

async function lineageOf(
  recipe: TrainRecipe,
  options: TrainOptions,
  { base, report, machine }: TrainPlan,
  found: Pick<Findings, "train" | "export" | "register" | "smoke">,
  { folder, clock }: TrainDeps,
): Promise<Lineage> {
  const idsOf = async (file: "rows" | "evaluationRows") =>
    (await folder.readRows(file)).flatMap(({ id, writes }) => (writes ? [] : [id]));
  const { steps, lossBefore, lossAfter, seconds } = found.train;
  return {
    ...found.register,
    base: base.model.name,
    baseDigest: base.model.digest,
    ...(base.weights && { weights: base.weights }),
    run: folder.id,
    recipe: recipe.name,
    options,
    pairs: await idsOf("rows"),
    evaluationPairs: await idsOf("evaluationRows"),
    dropped: report.dropped,
    ...{ steps, lossBefore, lossAfter, seconds },
    quantisation: found.export.type,
    agreement: found.export.agreement,
    smoke: found.smoke,
    versions: machine.versions,
    createdAt: clock(),
  };
}
