/**
 * An experiment's folders under `.autodidact/experiments/`. Each seed has one of its own, with the pairs of its arms and
 * their trainings; the report lies in that of the seed, or in one of its own where it is about several.
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { TrainingPair } from "../../core/datasetRows.ts";
import { TRAINED_ARMS, type TrainedArm } from "../../core/experiment.ts";
import type { SeedRecord } from "../../core/experimentRun.ts";
import type { RatedPair } from "../../core/pairSelection.ts";
import { pairSchema } from "../training/pairSchema.ts";
import { readLines, writeLines } from "../training/rowsFile.ts";
import type { WorkspaceFiles } from "../workspaceFiles.ts";

/** Ids of the arms' trainings. */
const trainings = z.partialRecord(z.enum(TRAINED_ARMS), z.string());

const ratedPair: z.ZodType<RatedPair> = pairSchema.extend({ solveRate: z.number().nullable(), skill: z.string() });

export interface SeedFolder extends SeedRecord {
  readonly lock: string;
  /** Path of the arm's pairs. */
  pairsOf(arm: TrainedArm): string;
}

export interface ReportFolder {
  readonly report: string;
  /** Replaces page and results, each as a whole. */
  write(html: string, results: readonly unknown[]): Promise<void>;
}

/** The folder `id` of one seed, created if need be. All writes are atomic. */
export function openSeed(files: Pick<WorkspaceFiles, "folder">, id: string): SeedFolder {
  const path = create(files, id);
  const file = join(path, "trainings.json");
  const readTrainings = () => (existsSync(file) ? trainings.parse(JSON.parse(readFileSync(file, "utf8"))) : {});
  const pairsOf = (arm: TrainedArm) => join(path, `pairs-${arm}.jsonl`);
  return {
    id,
    lock: join(path, "experiment.lock"),
    pairsOf,
    async pairs() {
      if (!TRAINED_ARMS.every((arm) => existsSync(pairsOf(arm)))) return undefined;
      const read = (arm: TrainedArm) => readLines(pairsOf(arm), ratedPair);
      return {
        unverified: await read("unverified"),
        verified: await read("verified"),
        selected: await read("selected"),
      };
    },
    async keepPairs(pairs) {
      for (const arm of TRAINED_ARMS) await writeLines(pairsOf(arm), pairs[arm]);
    },
    trainingOf: (arm) => readTrainings()[arm],
    keepTraining: (arm, training) => writeFileAtomic(file, JSON.stringify({ ...readTrainings(), [arm]: training })),
  };
}

/** Where the report of experiment `id` lies; the folder is created if need be. */
export function openReport(files: Pick<WorkspaceFiles, "folder">, id: string): ReportFolder {
  const path = create(files, id);
  const report = join(path, "report.html");
  return {
    report,
    async write(html, results) {
      await writeLines(join(path, "results.jsonl"), results);
      await writeFileAtomic(report, html);
    },
  };
}

function create({ folder }: Pick<WorkspaceFiles, "folder">, id: string): string {
  const path = join(folder, "experiments", id);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The pairs of an arm, as the experiment chose them. */
export function readArm(path: string): Promise<TrainingPair[]> {
  return readLines(path, pairSchema);
}
