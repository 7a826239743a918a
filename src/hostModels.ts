/** The editor's ports for tuned models and their evaluations over the adapters in `node`, loaded when first used. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CommandLine } from "./node/detachedProcess.ts";
import { type WorkspaceFiles, workspaceFiles } from "./node/workspaceFiles.ts";
import type { Evaluations, TunedModelAccess } from "./ui/modelPorts.ts";

export interface ModelFacts {
  /** The folder that holds `.autodidact/`; undefined: no folder is open. */
  readonly workspace: string | undefined;
  /** Holds the puzzles that ship. */
  readonly mediaPath: string;
  /** Throws `UserError` where no folder is open. */
  commandLine(): CommandLine;
  /** Throws `UserError` where this window may not change anything. */
  requireMine(): Promise<void>;
  /** Takes a model out of Ollama. Throws `UserError` where Ollama does not answer. */
  removeModel(name: string): Promise<void>;
}

const load = () => import("./trainingAdapters.ts");

export function tunedModelPort({ workspace, mediaPath, requireMine, removeModel }: ModelFacts): TunedModelAccess {
  /** Without a folder there is no model that could be named. */
  const files = (): WorkspaceFiles => workspaceFiles(workspace ?? "");
  return {
    async read() {
      if (workspace === undefined || !existsSync(files().queue)) return { models: [], promoted: undefined };
      return (await load()).readTunedModels(files());
    },
    async promote(name, options) {
      await requireMine();
      return (await load()).promoteModel(files(), name, options);
    },
    async rollBack() {
      await requireMine();
      return (await load()).rollBackPromotion(files());
    },
    async remove(name) {
      await requireMine();
      const { requireTunedModel, forgetTunedModel } = await load();
      requireTunedModel(files(), name);
      await removeModel(name);
      await forgetTunedModel(files(), name);
    },
    async tallies(name, signal) {
      const { requireTunedModel, readTallies } = await load();
      return readTallies(files(), requireTunedModel(files(), name), mediaPath, signal);
    },
    async samples(name, puzzle) {
      const { requireTunedModel, readSamples } = await load();
      return readSamples(files(), requireTunedModel(files(), name), puzzle, mediaPath, new AbortController().signal);
    },
  };
}

export function evaluationPort({ workspace, commandLine, requireMine }: ModelFacts): Evaluations {
  return {
    async start(request, onEvent) {
      await requireMine();
      return (await load()).startEvaluateJob(commandLine(), request, onEvent);
    },
    async reattach(onEvent) {
      // Where nothing was ever evaluated, a window that opens loads nothing of it.
      if (workspace === undefined || !existsSync(join(workspaceFiles(workspace).folder, "evaluations")))
        return undefined;
      return (await load()).reattachEvaluateJob(workspace, onEvent);
    },
  };
}
