/** The editor's port for trainings over the adapters in `node`, which are loaded when they are first used. */
import { readdir } from "node:fs/promises";
import type { CommandLine } from "./node/detachedProcess.ts";
import { TRAINING, workspaceFiles } from "./node/workspaceFiles.ts";
import type { Trainings } from "./ui/ports.ts";

export interface TrainingFacts {
  /** The folder that holds `.autodidact/`; undefined: no folder is open. */
  readonly workspace: string | undefined;
  /** Throws `UserError` where no folder is open. */
  commandLine(): CommandLine;
  /** Throws `UserError` where this window may not change anything. */
  requireMine(): Promise<void>;
}

const load = () => import("./trainingAdapters.ts");

export function trainingPort({ workspace, commandLine, requireMine }: TrainingFacts): Trainings {
  return {
    async start(request, onEvent) {
      await requireMine();
      return (await load()).startTrainJob(commandLine(), request, onEvent);
    },
    async resume(training, onEvent) {
      await requireMine();
      return (await load()).resumeTrainJob(commandLine(), training, onEvent);
    },
    async reattach(onEvent) {
      if (workspace === undefined || !(await hasTrainings(workspace))) return undefined;
      return (await load()).reattachTrainJob(workspace, onEvent);
    },
    async preview(request, signal) {
      return (await load()).previewTraining(commandLine(), request, signal);
    },
    async history(limit) {
      if (workspace === undefined || !(await hasTrainings(workspace))) return [];
      const { readTrainings } = await load();
      return readTrainings(workspaceFiles(workspace).runs, limit);
    },
    async logTail(id) {
      if (workspace === undefined) return [];
      const { readLogTail } = await load();
      return readLogTail(workspaceFiles(workspace).runs, id);
    },
  };
}

/** Where nothing was ever trained, a window that opens loads nothing of training. */
async function hasTrainings(workspace: string): Promise<boolean> {
  const names = await readdir(workspaceFiles(workspace).runs).catch(() => []);
  return names.some((name) => name.startsWith(TRAINING));
}
