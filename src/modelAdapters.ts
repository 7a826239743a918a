/** The adapters by which the panel shows, evaluates and promotes models, in a bundle of their own. */

export { reattachEvaluateJob, startEvaluateJob } from "./node/evaluateJob.ts";
export { readSamples, readTallies } from "./node/evaluation/comparedPuzzles.ts";
export {
  promoteModel,
  readTunedModels,
  removeTunedModel,
  requireTunedModel,
  rollBackPromotion,
} from "./node/evaluation/tunedModels.ts";
