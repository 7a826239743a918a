/** What a model has seen in trainings of this workspace: its own pairs, and those of the tuned models that it came of. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { puzzleOfRow, type Row } from "../../core/datasetRows.ts";
import type { Lineage } from "../../core/lineage.ts";
import { openTrainingStore, type TrainingStore } from "../training/ledger.ts";
import { readRows } from "../training/rowsFile.ts";
import { openRunFolder } from "../training/runFolder.ts";
import type { WorkspaceFiles } from "../workspaceFiles.ts";

export interface TrainedPuzzles {
  /** The model's own record; undefined for one that was not tuned here. */
  readonly lineage: Lineage | undefined;
  readonly puzzles: readonly { readonly id: string; readonly f: string }[];
  /** Pairs of which nothing is left to compare: neither their training's rows nor the queue has them. */
  readonly unknown: number;
}

/** Reads the record of the model with this digest. */
export async function readTrainedPuzzles(files: WorkspaceFiles, digest: string): Promise<TrainedPuzzles> {
  if (!existsSync(files.queue)) return { lineage: undefined, puzzles: [], unknown: 0 };
  using store = openTrainingStore(files.queue, { readOnly: false });
  const models = store.models();
  const lineage = models.find((model) => model.digest === digest);
  const seen = await Promise.all(ancestry(lineage, models).map((model) => puzzlesOf(model, store, files.runs)));
  return {
    lineage,
    puzzles: seen.flatMap(({ puzzles }) => puzzles),
    unknown: seen.reduce((sum, { unknown }) => sum + unknown, 0),
  };
}

/** The model and the tuned ones that it was tuned from, in turn. */
function ancestry(model: Lineage | undefined, models: readonly Lineage[]): Lineage[] {
  const line: Lineage[] = [];
  for (let next = model; next !== undefined && !line.includes(next); ) {
    line.push(next);
    const { baseDigest } = next;
    next = models.find(({ digest }) => digest === baseDigest);
  }
  return line;
}

async function puzzlesOf(
  { pairs, evaluationPairs, run }: Lineage,
  store: TrainingStore,
  runs: string,
): Promise<Omit<TrainedPuzzles, "lineage">> {
  const wanted = new Set([...pairs, ...evaluationPairs]);
  const rows = await rowsOf(runs, run);
  const queued = store.pairPuzzles([...wanted]);
  for (const { id } of rows) wanted.delete(id);
  for (const { pair } of queued) wanted.delete(pair);
  const ofRows = rows.map((row) => ({ id: row.puzzleId, f: puzzleOfRow(row) }));
  return { puzzles: [...ofRows, ...queued], unknown: wanted.size };
}

async function rowsOf(runs: string, run: string): Promise<Row[]> {
  if (!existsSync(join(runs, run))) return [];
  const folder = openRunFolder(runs, run);
  const files = [folder.pathOf("rows"), folder.pathOf("evaluationRows")].filter((file) => existsSync(file));
  return (await Promise.all(files.map(readRows))).flat().filter(({ writes }) => writes !== true);
}
