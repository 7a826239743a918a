/** The adapters by which the editor trains and evaluates, in a bundle of their own: who does neither never loads them. */

export { reattachEvaluateJob, startEvaluateJob } from "./node/evaluateJob.ts";
export { readSamples, readTallies } from "./node/evaluation/comparedPuzzles.ts";
export {
  forgetTunedModel,
  promoteModel,
  readTunedModels,
  requireTunedModel,
  rollBackPromotion,
} from "./node/evaluation/tunedModels.ts";
export { previewTraining } from "./node/training/previewProcess.ts";
export { readLogTail, readTrainings } from "./node/training/trainHistory.ts";
export { reattachTrainJob, resumeTrainJob, startTrainJob } from "./node/trainJob.ts";
