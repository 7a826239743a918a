/** `autodidact export --for`: a folder that another trainer starts from. */
import { join } from "node:path";
import { listCounts } from "../core/countList.ts";
import { buildDataset, countDrops, forbid } from "../core/dataset.ts";
import { checkRows } from "../core/datasetReport.ts";
import { UNKNOWN_BASE } from "../core/kitText.ts";
import { type TrainerName, trainerKit } from "../core/trainerKit.ts";
import { optionsFor, trainRecipeNamed, USUAL_SEED } from "../core/trainRecipe.ts";
import { writeFolder } from "../node/exchange/writeFolder.ts";
import { readHeldOut } from "../node/seedFiles.ts";
import { openTrainingStore } from "../node/training/ledger.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import { printJson, say } from "./terminal.ts";

export interface KitRequest {
  readonly trainer: TrainerName;
  /** The folder that is written. */
  readonly out: string;
  /** Undefined: a place to fill in stands for it. */
  readonly base: string | undefined;
}

interface Surroundings {
  readonly workspace: string;
  readonly mediaFolder: string;
  readonly json: boolean;
}

/**
 * Pairs, split and parameters are those of a training by the recipe `adaptive`. Throws `TooLittle` where that would
 * not train, and what `writeFolder` throws.
 */
export async function exportKit(
  { trainer, out, base }: KitRequest,
  { workspace, mediaFolder, json }: Surroundings,
): Promise<void> {
  using store = openTrainingStore(workspaceFiles(workspace).queue, { readOnly: true });
  const pairs = store.pairs({ from: "accepted" });
  const recipe = trainRecipeNamed("adaptive");
  const dataset = buildDataset(pairs, { ...recipe, seed: USUAL_SEED }, forbid(readHeldOut(mediaFolder)));
  checkRows(dataset, pairs.length);
  const options = optionsFor(recipe, {}, USUAL_SEED);
  const { first, files } = trainerKit(trainer, { base: base ?? UNKNOWN_BASE, options, ...dataset });
  await writeFolder(out, files);
  const { train, evaluation } = dataset;
  const dropped = countDrops(dataset.dropped);
  if (json) {
    const names = files.map(({ name }) => name);
    const counts = { pairs: train.length + evaluation.length, evaluation: evaluation.length, dropped };
    printJson({ event: "summary", for: trainer, ...counts, out, files: names });
    return;
  }
  const left = Object.keys(dropped).length === 0 ? "" : ` Left out: ${listCounts(dropped)}.`;
  const nameless = files.filter(({ text }) => text.includes(UNKNOWN_BASE)).map(({ name }) => name);
  say(
    `${train.length} pairs to train on and ${evaluation.length} to evaluate on exported to ${out}.${left}` +
      (nameless.length === 0 ? "" : ` Name the base in ${nameless.join(" and ")}.`) +
      ` How to start stands at the top of ${join(out, first)}.`,
  );
}
