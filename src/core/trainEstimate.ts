/** What a training will take, from the model's shape; corrected by what earlier ones on this machine took. */
import type { BaseShape, TrainerMachine } from "./trainPorts.ts";
import type { TrainOptions } from "./trainRecipe.ts";

/** What an earlier training on a kind of device took over what it was estimated to take. */
export interface Correction {
  readonly device: TrainerMachine["device"];
  readonly memory: number;
  readonly time: number;
}

/** Bytes of one weight while it is trained on: float32 on a CPU, bfloat16 on a GPU. */
const WEIGHT_BYTES = { cpu: 4, mps: 4, cuda: 2, rocm: 2 } as const;
/** Bytes that the libraries take before any model is loaded. On a GPU they are no longer among its free ones. */
const LIBRARIES = { cpu: 1.2e9, mps: 1.2e9, cuda: 0, rocm: 0 } as const;
/** Bytes of one tuned weight: itself, its gradient and Adam's two moments, float32 each. */
const TUNED_BYTES = 16;
/**
 * Values kept for the backward pass of one token in one layer, in multiples of the hidden size: inputs of norms,
 * projections and attention. After Korthikanti et al. (arXiv 2205.05198), 34 bytes a token and layer in 16-bit.
 */
const KEPT_PER_LAYER = 17;
/** Copies of the logits that live at once: themselves, float32, and their gradient. */
const LOGIT_COPIES = 3;
/**
 * The same on a GPU, counted for frozen weights in bfloat16: inputs of both norms in float32 (8 bytes), what they
 * give (4), queries, keys, values and what attention makes of them (8 and 2); gate, its activation, up and product.
 */
const GPU_BYTES = { hidden: 22, feedForward: 8, attention: 2, logit: 4 } as const;
/** Tokens and words whose logits TRL has on a GPU at once. */
const LOGIT_TILE = { tokens: 4_096, words: 32_768 } as const;
/** Operations a second where nothing was measured: two cores of a laptop; a small GPU. */
const FLOPS = { cpu: 6e10, mps: 1e12, cuda: 1e13, rocm: 1e13 } as const;
/** Of what a GPU does in one large product, the share that it does in training, whose products are smaller. */
const USED_SHARE = 0.25;
/** A training step's operations for each weight and token: forward 2, backward 2 more since base weights have no gradient. */
const FLOPS_PER_WEIGHT = 4;
/**
 * Seconds in which a processor tells a GPU what to do for one layer, forwards and backwards. However few the rows,
 * no batch takes less: 9.5 ms with an H200 beside cores of a server, SmolLM2 135M.
 */
const GPU_LAYER_SECONDS = 0.0095;

export interface Cost {
  /** Bytes at the peak. */
  readonly memory: number;
  readonly steps: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
  /** Bytes written: the prepared base, checkpoints, the tuned file and Ollama's copy of it. */
  readonly disk: number;
}

/** Weights that LoRA adds: two matrices of `rank` for each linear layer of a block (attention's four, feed-forward's three). */
export function tunedWeights({ layers, hidden, feedForward }: BaseShape, rank: number): number {
  return layers * rank * (4 * 2 * hidden + 3 * (hidden + feedForward));
}

/** What is trained on, once. */
export interface TrainedData {
  readonly rows: number;
  /** Of all rows, and of the longest. */
  readonly tokens: number;
  readonly longest: number;
}

/** `rows` and `tokens` are those of the training rows, `longest` the tokens of the longest of them. */
export function estimateCost(
  shape: BaseShape,
  options: TrainOptions,
  data: TrainedData,
  machine: Pick<TrainerMachine, "device" | "flops">,
  correction: Correction | undefined,
): Cost {
  const { parameters, layers } = shape;
  const { batch, accumulation, epochs, maxSteps, rank, packing, sequenceLength } = options;
  const { device } = machine;
  const onGpu = device === "cuda" || device === "rocm";
  const blocks = packing ? Math.ceil(data.tokens / sequenceLength) : data.rows;
  const perEpoch = Math.max(1, Math.ceil(blocks / (batch * accumulation)));
  const steps = Math.min(maxSteps ?? Number.POSITIVE_INFINITY, perEpoch * epochs);
  const tuned = tunedWeights(shape, rank);
  const row = packing ? sequenceLength : Math.min(data.longest, sequenceLength);
  const kept = onGpu ? keptOnGpu(shape, batch, row, packing) : keptOnProcessor(shape, batch * row);
  const memory = LIBRARIES[device] + parameters * WEIGHT_BYTES[device] + tuned * TUNED_BYTES + kept;
  const tokens = (data.tokens / perEpoch) * steps;
  const flops = machine.flops === null ? FLOPS[device] : machine.flops * USED_SHARE;
  const launching = onGpu ? steps * accumulation * layers * GPU_LAYER_SECONDS : 0;
  const known = correctionFor(correction, device);
  const seconds = (launching + (tokens * parameters * FLOPS_PER_WEIGHT) / flops) * (known?.time ?? 1);
  const disk = parameters * 4 + 3 * tuned * TUNED_BYTES + 2 * shape.bytes;
  return { memory: memory * (known?.memory ?? 1), steps, seconds, tokensPerSecond: tokens / seconds, disk };
}

function keptOnProcessor({ layers, hidden, vocabulary }: BaseShape, tokens: number): number {
  return tokens * (layers * hidden * KEPT_PER_LAYER * 2 + vocabulary * 4 * LOGIT_COPIES);
}

/** Packed blocks are one long row, in which every token has a place in the mask for every other, in each layer. */
function keptOnGpu(
  { layers, hidden, feedForward, vocabulary }: BaseShape,
  batch: number,
  row: number,
  packing: boolean,
): number {
  const tokens = batch * row;
  const masks = tokens * (packing ? tokens : row) * GPU_BYTES.attention;
  const values = tokens * (hidden * GPU_BYTES.hidden + feedForward * GPU_BYTES.feedForward);
  const logits = Math.min(tokens, LOGIT_TILE.tokens) * Math.min(vocabulary, LOGIT_TILE.words) * GPU_BYTES.logit;
  return layers * (values + masks) + logits;
}

/** The correction where it was measured on this kind of device. */
export function correctionFor(
  correction: Correction | undefined,
  device: TrainerMachine["device"],
): Correction | undefined {
  return correction?.device === device ? correction : undefined;
}

/** What a finished training says about the next: from its peak memory in bytes and its speed in tokens a second. */
export function correctionFrom(
  estimated: Pick<Cost, "memory" | "tokensPerSecond">,
  measured: { readonly peakMemory: number; readonly tokensPerSecond: number },
  device: TrainerMachine["device"],
): Correction {
  return {
    device,
    memory: measured.peakMemory / estimated.memory,
    time: estimated.tokensPerSecond / measured.tokensPerSecond,
  };
}
