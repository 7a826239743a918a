/** What training needs of the world: a trainer, the models that Ollama holds, the folder of a run. */
import type { DroppedPair } from "./dataset.ts";
import type { Row, TrainingPair } from "./datasetRows.ts";
import type { Lineage } from "./lineage.ts";
import type { LanguageModel } from "./ports.ts";
import type { DatasetReport, SmokeReport, TrainerEvent } from "./trainEvents.ts";
import type { TrainOptions } from "./trainRecipe.ts";

/** Where training would run. Bytes are free ones. */
export interface TrainerMachine {
  readonly device: "cuda" | "rocm" | "mps" | "cpu";
  readonly deviceName: string;
  /** Of the device itself; null where it shares the machine's. */
  readonly deviceMemory: number | null;
  readonly memory: number;
  /** Operations a second of a large matrix product on a GPU; null for what was not measured. */
  readonly flops: number | null;
  readonly versions: Readonly<Record<string, string>>;
}

/** The shape of a base model; enough to estimate what tuning it costs. */
export interface BaseShape {
  readonly architecture: string;
  /** Whether the trainer can load it and write it back. */
  readonly supported: boolean;
  readonly parameters: number;
  readonly layers: number;
  readonly hidden: number;
  readonly feedForward: number;
  readonly vocabulary: number;
  readonly contextLength: number;
  /** Of the file. */
  readonly bytes: number;
}

/** A model in Ollama that can be tuned. */
export interface BaseModel {
  readonly name: string;
  /** SHA-256 by which Ollama knows it. */
  readonly digest: string;
  /** Path of its GGUF file on this machine. */
  readonly file: string;
  /** What a model made of it has to be given again. Undefined where Ollama has none. */
  readonly template?: string | undefined;
  readonly system?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
}

/** Where a base's weights are taken from instead of Ollama's file: a safetensors folder, or a name on the Hugging Face hub. */
export type WeightsSource = { readonly folder: string } | { readonly hub: string };

/** Weights in a folder of this machine that are a base's own, but for their precision. */
export interface GivenWeights {
  readonly folder: string;
  /** SHA-256 of all that they are. */
  readonly digest: string;
}

export interface Measured {
  /** Tokens of prompt and completion of each row, in order; the end token is counted. */
  readonly rows: readonly (readonly [prompt: number, completion: number])[];
  /** Tokens of each parity text as the trainer counts them. */
  readonly parity: readonly number[];
}

export interface TrainResult {
  readonly steps: number;
  readonly lossBefore: number;
  readonly lossAfter: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
  /** Bytes. */
  readonly peakMemory: number;
  /** `paused`: a checkpoint is kept and training goes on from it. */
  readonly end: "done" | "early" | "paused";
}

export interface ExportResult {
  readonly bytes: number;
  readonly type: string;
  /** Tensors that were replaced. */
  readonly tuned: number;
  readonly positions: number;
  /** Share of positions at which file and merged model choose the same next token. */
  readonly agreement: number;
  /** Mean Kullback-Leibler divergence in nats. */
  readonly divergence: number;
}

type Progress = (done: number, total: number) => void;

/** The trainer's phases. Each throws `UserError` where a person can act, and the signal's reason when it aborts. */
export interface Trainer {
  check(signal: AbortSignal): Promise<TrainerMachine>;
  inspect(file: string, signal: AbortSignal): Promise<BaseShape>;
  /** Finds weights, and makes sure that they are of the very model in `file`; those of the hub are fetched once. */
  match(file: string, source: WeightsSource, onProgress: Progress, signal: AbortSignal): Promise<GivenWeights>;
  /** Makes the base loadable, unless it is already; returns the folder. */
  prepare(base: PrepareCall, onProgress: Progress, signal: AbortSignal): Promise<string>;
  measure(folder: string, rows: readonly Row[], parity: readonly string[], signal: AbortSignal): Promise<Measured>;
  /** `signal` pauses: a checkpoint is written, and the result says `paused`. */
  train(request: TrainCall, onEvent: (event: TrainerEvent) => void, signal: AbortSignal): Promise<TrainResult>;
  export(request: ExportCall, onProgress: Progress, signal: AbortSignal): Promise<ExportResult>;
}

export interface PrepareCall extends Pick<BaseModel, "file" | "digest"> {
  /** Taken instead of the file's. */
  readonly weights?: GivenWeights | undefined;
}

export interface TrainCall {
  readonly base: string;
  readonly rows: string;
  /** Null: no puzzle is left over for it. */
  readonly evaluationRows: string | null;
  readonly output: string;
  readonly options: TrainOptions;
}

export interface ExportCall {
  readonly file: string;
  /** Whether the base was prepared from other weights than the file's, which take the place of the file's then. */
  readonly given: boolean;
  readonly base: string;
  readonly trained: string;
  readonly rows: string;
  readonly output: string;
}

/** The server that holds the models. */
export interface ModelShelf {
  /** Throws `UserError` where there is no such model, or its weights are not on this machine. */
  base(name: string, signal: AbortSignal): Promise<BaseModel>;
  /** Tokens that the server counts in a text, given to the model as it is. */
  countTokens(name: string, text: string, signal: AbortSignal): Promise<number>;
  /** Names of the models in memory. */
  loaded(signal: AbortSignal): Promise<readonly string[]>;
  /** Takes all models out of memory; returns when they are gone. */
  unload(signal: AbortSignal): Promise<void>;
  /** Names that are taken. */
  names(signal: AbortSignal): Promise<readonly string[]>;
  /** Makes a model of a file with what the base has besides its weights; there when this returns, and not before. */
  register(name: string, file: string, base: BaseModel, onProgress: Progress, signal: AbortSignal): Promise<Registered>;
  open(name: string, signal: AbortSignal): Promise<LanguageModel>;
  remove(name: string, signal: AbortSignal): Promise<void>;
}

export interface Registered {
  readonly name: string;
  readonly digest: string;
}

/** What finished phases have found; kept, so that a run goes on at the first that has not finished. */
export interface Findings {
  readonly dataset: { readonly rows: number };
  readonly base: {
    readonly model: BaseModel;
    readonly shape: BaseShape;
    /** Undefined: those of Ollama's file. */
    readonly weights?: GivenWeights | undefined;
  };
  readonly tokens: { readonly report: DatasetReport };
  readonly train: TrainResult;
  readonly export: ExportResult;
  /** Of the tuned model: chosen before Ollama hears it. */
  readonly name: string;
  readonly register: Registered;
  readonly smoke: SmokeReport;
}

/** In the order in which they are found. */
export const FINDINGS = [
  "dataset",
  "base",
  "tokens",
  "train",
  "export",
  "name",
  "register",
  "smoke",
] as const satisfies (keyof Findings)[];
export type FindingName = (typeof FINDINGS)[number];

/** A run's files. */
export const RUN_FILES = ["rows", "evaluationRows", "dropped", "trained", "model"] as const;
export type RunFile = (typeof RUN_FILES)[number];

/** The folder of a run. All writes are atomic. */
export interface RunFolder {
  readonly id: string;
  pathOf(file: RunFile): string;
  /** What a finished phase found; undefined where it has not finished. */
  finding<P extends FindingName>(name: P): Promise<Findings[P] | undefined>;
  keepFinding<P extends FindingName>(name: P, finding: Findings[P]): Promise<void>;
  /** Has what found this, and what comes after it, done again. */
  forget(name: FindingName): Promise<void>;
  writeRows(file: "rows" | "evaluationRows", rows: readonly Row[]): Promise<void>;
  readRows(file: "rows" | "evaluationRows"): Promise<readonly Row[]>;
  writeDropped(dropped: readonly DroppedPair[]): Promise<void>;
  readDropped(): Promise<readonly DroppedPair[]>;
  /** Bytes free where the run writes. */
  freeDisk(): Promise<number>;
}

/** The pairs to train on, and those of a file that were not `verified`. */
export type ReadPairs = (signal: AbortSignal) => Promise<{
  readonly pairs: readonly TrainingPair[];
  readonly dropped: readonly DroppedPair[];
}>;

/** The record of tuned models. */
export interface Ledger {
  /** Stores a tuned model and marks its pairs as trained, as one action. */
  record(lineage: Lineage): void;
  models(): readonly Lineage[];
  /** Forgets a model; its pairs stay. False where there is none of that name. */
  forget(name: string): boolean;
}
