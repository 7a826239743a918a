/** `autodidact import FILE…`: puzzles and solutions of others, judged before they are pairs. */
import { availableParallelism } from "node:os";
import process from "node:process";
import type { Command } from "commander";
import { listCounts } from "../core/countList.ts";
import { type ImportCounts, type ImportEvent, importItems } from "../node/exchange/importItems.ts";
import { readImport } from "../node/exchange/readImport.ts";
import { readHeldOut } from "../node/seedFiles.ts";
import { type QueueDeps, withQueue } from "./queueDeps.ts";
import { EXIT, optionsOf, print, printJson, say } from "./terminal.ts";

export interface ImportDeps extends QueueDeps {
  /** The folder of `heldout.jsonl`. */
  readonly mediaFolder: string;
}

/** Adds the command. `signal` aborts when the person cancels. */
export function addImportCommand(program: Command, deps: ImportDeps, signal: AbortSignal): void {
  program
    .command("import <file>")
    .description("judge the pairs of a file and queue what is verified (P3's JSON, JSON lines, .puzzle.py)")
    .action(async (file: string, _options, command: Command) => {
      const { workspace, json } = optionsOf(command);
      const onProgress = json ? printJson : sayRefusal;
      await withQueue(deps, workspace, "write", async (queue) => {
        const lanes = availableParallelism();
        const judge = await deps.startJudge(lanes, signal);
        try {
          const heldOut = new Set(readHeldOut(deps.mediaFolder).map(({ id }) => id));
          const counts = await importItems(readImport(file), { queue, judge, heldOut, signal, lanes, onProgress });
          if (json) printJson({ event: "summary", ...counts });
          else print(sentenceOf(counts));
          if (counts.refused.unreadable !== undefined) process.exitCode = EXIT.usage;
        } finally {
          await judge.close();
        }
      });
    });
}

function sayRefusal(event: ImportEvent): void {
  if (event.event === "refused") say(`Item ${event.number}: ${event.reason}. ${event.detail}`);
}

function sentenceOf({ read, puzzles, pairs, duplicates, refused }: ImportCounts): string {
  const left = Object.keys(refused).length === 0 ? "nothing refused" : `refused: ${listCounts(refused)}`;
  return `${read} items read, ${puzzles} new puzzles, ${pairs} new pairs, ${duplicates} duplicates, ${left}.`;
}
