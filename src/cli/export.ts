/** `autodidact export`: pairs as JSON lines, as a puzzle document, or as other trainers read them. */
import process from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { listCounts } from "../core/countList.ts";
import { countDrops, forbid } from "../core/dataset.ts";
import { REVIEW_STATES, type ReviewState } from "../core/puzzle.ts";
import { TRAINERS, type TrainerName } from "../core/trainerKit.ts";
import { TRAINING_FORMATS, type TrainingFormat, trainingLines } from "../core/trainingFormats.ts";
import { trainRecipeNamed, USUAL_SEED } from "../core/trainRecipe.ts";
import { renderJsonLines } from "../node/exchange/jsonLines.ts";
import { renderPuzzleFile } from "../node/exchange/puzzleFile.ts";
import { writeExport } from "../node/exchange/writeExport.ts";
import { readHeldOut } from "../node/seedFiles.ts";
import { openTrainingStore } from "../node/training/ledger.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import { exportKit } from "./exportKit.ts";
import { type QueueDeps, withQueue } from "./queueDeps.ts";
import { optionsOf, printJson, say } from "./terminal.ts";

type QueueFormat = "jsonl" | "puzzle";

interface ExportOptions {
  readonly state?: ReviewState;
  readonly format?: QueueFormat | TrainingFormat;
  readonly for?: TrainerName;
  readonly base?: string;
  readonly out?: string;
}

export interface ExportDeps extends Pick<QueueDeps, "openQueue"> {
  /** The folder of `heldout.jsonl`. */
  readonly mediaFolder: string;
}

/** What is written, and what to say of it. */
interface Content {
  readonly chunks: Iterable<string>;
  readonly pairs: number;
  readonly dropped?: Readonly<Record<string, number>>;
}

/** Adds the command. `signal` aborts when the person cancels. */
export function addExportCommand(program: Command, deps: ExportDeps, signal: AbortSignal): void {
  program
    .command("export")
    .description("write pairs as JSON lines, as a puzzle document, or for another trainer")
    .addOption(new Option("--state <state>", "only pairs in this state").choices(REVIEW_STATES))
    .addOption(
      new Option(
        "--format <format>",
        "default: by the name of --out, else jsonl; all but the first two are for trainers, and hold what `train` would use",
      ).choices(["jsonl", "puzzle", ...TRAINING_FORMATS]),
    )
    .addOption(
      new Option("--for <trainer>", "a folder --out that this trainer starts from: pairs, configuration, commands")
        .choices(TRAINERS)
        .conflicts(["format", "state"]),
    )
    .option("--base <name>", "with --for: the base's Hugging Face id or folder; default: a place to fill in")
    .option("--out <path>", "write this file or folder, all or nothing; default: standard output")
    .action(async (_options, command: Command) => {
      const options = optionsOf<ExportOptions>(command);
      const { state, out, json, workspace, for: trainer, base } = options;
      if (trainer !== undefined) {
        if (out === undefined) command.error("error: --for needs the folder to write: --out");
        const surroundings = { workspace, mediaFolder: deps.mediaFolder, json };
        return withQueue(deps, workspace, "read", () => exportKit({ trainer, out, base }, surroundings));
      }
      if (base !== undefined) command.error("error: --base goes with --for only");
      const format = options.format ?? (out?.endsWith(".py") ? "puzzle" : "jsonl");
      if (json && out === undefined && format !== "jsonl") {
        command.error(`error: with --json the format ${format} needs --out`);
      }
      const write = async ({ chunks, pairs, dropped }: Content) => {
        if (out === undefined) await pipeline(Readable.from(chunks), process.stdout, { end: false, signal });
        else await writeExport(out, chunks);
        const summary = { event: "summary", pairs, format, ...(dropped && { dropped }), ...(out && { out }) };
        if (json) printJson(summary);
        else say(sentenceOf(pairs, out, dropped));
      };
      if (isForTrainers(format) && state !== undefined) {
        command.error(`error: the format ${format} takes accepted pairs; leave out --state`);
      }
      return withQueue(deps, workspace, "read", (queue) => {
        if (isForTrainers(format)) return write(forTrainers(workspace, deps.mediaFolder, format));
        const { pairs } = queue.stats();
        return write({
          chunks: format === "puzzle" ? renderPuzzleFile(queue, state) : renderJsonLines(queue, state),
          pairs: state === undefined ? Object.values(pairs).reduce((sum, n) => sum + n, 0) : pairs[state],
        });
      });
    });
}

function isForTrainers(format: QueueFormat | TrainingFormat): format is TrainingFormat {
  return (TRAINING_FORMATS as readonly string[]).includes(format);
}

/** Chosen as `train` chooses by default, so that a model trained elsewhere is comparable. */
function forTrainers(workspace: string, mediaFolder: string, format: TrainingFormat): Content {
  using store = openTrainingStore(workspaceFiles(workspace).queue, { readOnly: true });
  const pairs = store.pairs({ from: "accepted" });
  const recipe = trainRecipeNamed("adaptive");
  const { lines, dropped } = trainingLines(pairs, format, recipe, USUAL_SEED, forbid(readHeldOut(mediaFolder)));
  const chunks = lines.map((line) => `${JSON.stringify(line)}\n`);
  return { chunks, pairs: lines.length, dropped: countDrops(dropped) };
}

function sentenceOf(pairs: number, out: string | undefined, dropped: Content["dropped"] = {}): string {
  const count = `${pairs} ${pairs === 1 ? "pair" : "pairs"} exported${out === undefined ? "" : ` to ${out}`}.`;
  return Object.keys(dropped).length === 0 ? count : `${count} Left out: ${listCounts(dropped)}.`;
}
