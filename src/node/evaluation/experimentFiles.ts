/** An experiment's folder, `.autodidact/experiments/<id>/`: the pairs of its arms, their trainings, its results. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { TrainingPair } from "../../core/datasetRows.ts";
import { TRAINED_ARMS, type TrainedArm } from "../../core/experiment.ts";
import { pairSchema } from "../training/pairSchema.ts";
import { readLines, writeLines } from "../training/rowsFile.ts";
import type { WorkspaceFiles } from "../workspaceFiles.ts";

/** Ids of the arms' trainings. */
const trainings = z.partialRecord(z.enum(TRAINED_ARMS), z.string());

export interface ExperimentFolder {
  readonly id: string;
  readonly report: string;
  readonly lock: string;
  pairsOf(arm: TrainedArm): string;
  /** Whether both arms have their pairs. */
  hasPairs(): boolean;
  writePairs(pairs: Readonly<Record<TrainedArm, readonly TrainingPair[]>>): Promise<void>;
  trainingOf(arm: TrainedArm): string | undefined;
  keepTraining(arm: TrainedArm, id: string): Promise<void>;
  writeReport(html: string, results: readonly unknown[]): Promise<void>;
}

/** The folder of experiment `id`, created if need be. All writes are atomic. */
export function openExperiment({ folder }: Pick<WorkspaceFiles, "folder">, id: string): ExperimentFolder {
  const path = join(folder, "experiments", id);
  mkdirSync(path, { recursive: true });
  const file = join(path, "trainings.json");
  const readTrainings = () => (existsSync(file) ? trainings.parse(JSON.parse(readFileSync(file, "utf8"))) : {});
  const pairsOf = (arm: TrainedArm) => join(path, `pairs-${arm}.jsonl`);
  return {
    id,
    report: join(path, "report.html"),
    lock: join(path, "experiment.lock"),
    pairsOf,
    hasPairs: () => TRAINED_ARMS.every((arm) => existsSync(pairsOf(arm))),
    async writePairs(pairs) {
      for (const arm of TRAINED_ARMS) await writeLines(pairsOf(arm), pairs[arm]);
    },
    trainingOf: (arm) => readTrainings()[arm],
    keepTraining: (arm, training) => writeFileAtomic(file, JSON.stringify({ ...readTrainings(), [arm]: training })),
    async writeReport(html, results) {
      await writeLines(join(path, "results.jsonl"), results);
      await writeFileAtomic(join(path, "report.html"), html);
    },
  };
}

/** The pairs of an arm, as the experiment chose them. */
export function readArm(path: string): Promise<TrainingPair[]> {
  return readLines(path, pairSchema);
}
