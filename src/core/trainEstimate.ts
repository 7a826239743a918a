/** What a training will take, from the model's shape; corrected by what earlier ones on this machine took. */
import type { BaseShape, TrainerMachine } from "./trainPorts.ts";
import type { TrainOptions } from "./trainRecipe.ts";

/** What an earlier training was estimated to take and took: ratios that correct the next estimate. */
export interface Correction {
  /** Measured peak memory over estimated. */
  readonly memory: number;
  /** Floating-point operations a second that the device did. */
  readonly flops: number;
}

/** Bytes of one weight while it is trained on: float32 on a CPU, bfloat16 on a GPU. */
const WEIGHT_BYTES = { cpu: 4, mps: 4, cuda: 2, rocm: 2 } as const;
/** Bytes that the libraries take before any model is loaded. */
const LIBRARIES = 1.2e9;
/** Bytes of one tuned weight: itself, its gradient and Adam's two moments, float32 each. */
const TUNED_BYTES = 16;
/**
 * Values kept for the backward pass of one token in one layer, in multiples of the hidden size: inputs of norms,
 * projections and attention. After Korthikanti et al. (arXiv 2205.05198), 34 bytes a token and layer in 16-bit.
 */
const KEPT_PER_LAYER = 17;
/** Copies of the logits that live at once: themselves, float32, and their gradient. */
const LOGIT_COPIES = 3;
/** Operations a second where nothing was measured yet: two cores of a laptop; a small GPU. */
const FLOPS = { cpu: 6e10, mps: 1e12, cuda: 1e13, rocm: 1e13 } as const;
/** A training step's operations for each weight and token: forward 2, backward 2 more since base weights have no gradient. */
const FLOPS_PER_WEIGHT = 4;

export interface Cost {
  /** Bytes at the peak. */
  readonly memory: number;
  readonly steps: number;
  readonly seconds: number;
  /** Bytes written: the prepared base, checkpoints, the tuned file and Ollama's copy of it. */
  readonly disk: number;
}

/** Weights that LoRA adds: two matrices of `rank` for each linear layer of a block (attention's four, feed-forward's three). */
export function tunedWeights({ layers, hidden, feedForward }: BaseShape, rank: number): number {
  return layers * rank * (4 * 2 * hidden + 3 * (hidden + feedForward));
}

/** `rows` and `tokens` are those of the training rows, `longest` the tokens of the longest of them. */
export function estimateCost(
  shape: BaseShape,
  options: TrainOptions,
  data: { readonly rows: number; readonly tokens: number; readonly longest: number },
  device: TrainerMachine["device"],
  correction: Correction | undefined,
): Cost {
  const { parameters, layers, hidden, vocabulary } = shape;
  const { batch, accumulation, epochs, maxSteps, rank, packing, sequenceLength } = options;
  const blocks = packing ? Math.ceil(data.tokens / sequenceLength) : data.rows;
  const perEpoch = Math.max(1, Math.ceil(blocks / (batch * accumulation)));
  const steps = Math.min(maxSteps ?? Number.POSITIVE_INFINITY, perEpoch * epochs);
  const width = batch * (packing ? sequenceLength : Math.min(data.longest, sequenceLength));
  const tuned = tunedWeights(shape, rank);
  const activations = width * (layers * hidden * KEPT_PER_LAYER * 2 + vocabulary * 4 * LOGIT_COPIES);
  const memory = LIBRARIES + parameters * WEIGHT_BYTES[device] + tuned * TUNED_BYTES + activations;
  const tokens = (data.tokens / perEpoch) * steps;
  const seconds = (tokens * parameters * FLOPS_PER_WEIGHT) / (correction?.flops ?? FLOPS[device]);
  const prepared = parameters * 4;
  const disk = prepared + 3 * tuned * TUNED_BYTES + 2 * shape.bytes;
  return { memory: memory * (correction?.memory ?? 1), steps, seconds, disk };
}

/** What a finished training says about the next: from its peak memory in bytes and its speed in tokens a second. */
export function correctionFrom(
  estimated: Pick<Cost, "memory">,
  shape: BaseShape,
  measured: { readonly peakMemory: number; readonly tokensPerSecond: number },
): Correction {
  return {
    memory: measured.peakMemory / estimated.memory,
    flops: measured.tokensPerSecond * shape.parameters * FLOPS_PER_WEIGHT,
  };
}
