/** The adapters by which the editor trains, in a bundle of their own: who never opens the panel never loads them. */

export { previewTraining } from "./node/training/previewProcess.ts";
export { readTrainings } from "./node/training/trainHistory.ts";
export { reattachTrainJob, resumeTrainJob, startTrainJob } from "./node/trainJob.ts";
