/** The trainer's port over its Python program. */
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Row } from "../../core/datasetRows.ts";
import type { ExportCall, PrepareCall, TrainCall, Trainer } from "../../core/trainPorts.ts";
import {
  exportReply,
  fetchReply,
  machineReply,
  matchReply,
  measuredReply,
  preparedReply,
  shapeReply,
  type TrainerLine,
  trainerEventOf,
  trainReply,
} from "../../protocol/trainerMessages.ts";
import { withFileLock } from "../setup/fileLock.ts";
import { writeLines } from "./rowsFile.ts";
import { runPhase, type TrainerProgram } from "./trainerProcess.ts";

/** Positions at which the written file is compared with the merged model. */
const CHECKED_POSITIONS = 300;
const silent = () => {};

/** `cacheDir` keeps the bases once they are loadable, in a folder of their own. */
export function openTrainer(program: TrainerProgram, cacheDir: string): Trainer {
  return {
    check: async (signal) => machineReply.parse(await runPhase(program, "check", {}, silent, signal)),

    inspect: async (file, signal) =>
      shapeReply.parse(await runPhase(program, "inspect", { model: { gguf: file } }, silent, signal)),

    async match(file, source, onProgress, signal) {
      const model = { gguf: file };
      let folder: string;
      if ("folder" in source) folder = source.folder;
      else {
        const request = { model, hub: source.hub };
        folder = fetchReply.parse(await runPhase(program, "fetch", request, progressOf(onProgress), signal)).folder;
      }
      const request = { model, weights: { folder } };
      return { folder, ...matchReply.parse(await runPhase(program, "match", request, silent, signal)) };
    },

    prepare: (base, onProgress, signal) => prepare(program, cacheDir, base, onProgress, signal),

    async measure(folder: string, rows: readonly Row[], parity, signal) {
      const scratch = await mkdtemp(join(tmpdir(), "autodidact-rows-"));
      try {
        const file = join(scratch, "rows.jsonl");
        await writeLines(file, rows);
        const request = { model: { folder }, rows: file, parity };
        return measuredReply.parse(await runPhase(program, "measure", request, silent, signal));
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },

    async train({ base, rows, evaluationRows, output, options }: TrainCall, onEvent, signal) {
      const request = { model: { folder: base }, rows, evalRows: evaluationRows, output, options, resume: true };
      const onLine = (line: TrainerLine) => {
        const event = trainerEventOf(line);
        if (event !== undefined) onEvent(event);
      };
      return trainReply.parse(await runPhase(program, "train", request, onLine, signal));
    },

    async export({ file, given, base, trained, rows, output }: ExportCall, onProgress, signal) {
      const request = {
        model: { gguf: file },
        given,
        base: { folder: base },
        adapter: join(trained, "adapter"),
        ...{ output, rows, type: "auto", positions: CHECKED_POSITIONS },
      };
      const onLine = progressOf(onProgress);
      return exportReply.parse(await runPhase(program, "export", request, onLine, signal));
    },
  };
}

async function prepare(
  program: TrainerProgram,
  cacheDir: string,
  { file, digest, weights }: PrepareCall,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const parts = [digest.replace(/^sha256:/, ""), ...(weights ? [weights.digest] : [])];
  const output = join(cacheDir, "bases", parts.map((part) => part.slice(0, 24)).join("-"));
  return withFileLock(
    `${output}.lock`,
    async () => {
      if (existsSync(output)) return output; // it gets its name when it is whole
      const request = { model: { gguf: file }, output, dtype: "auto", weights: weights ?? null };
      return preparedReply.parse(await runPhase(program, "prepare", request, progressOf(onProgress), signal)).folder;
    },
    signal,
  );
}

/** `tensor` and `verifying` each count from 0 to their own total. */
function progressOf(onProgress: (done: number, total: number) => void): (line: TrainerLine) => void {
  return (line) => {
    if (line.event === "tensor" || line.event === "verifying") onProgress(line.done, line.total);
  };
}
