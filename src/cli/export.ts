/** `autodidact export`: pairs as JSON lines or as a puzzle document. */
import process from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { REVIEW_STATES, type ReviewState } from "../core/puzzle.ts";
import { renderJsonLines } from "../node/exchange/jsonLines.ts";
import { renderPuzzleFile } from "../node/exchange/puzzleFile.ts";
import { writeExport } from "../node/exchange/writeExport.ts";
import { type QueueDeps, withQueue } from "./queueDeps.ts";
import { optionsOf, printJson, say } from "./terminal.ts";

type Format = "jsonl" | "puzzle";

/** Adds the command. `signal` aborts when the person cancels. */
export function addExportCommand(program: Command, deps: Pick<QueueDeps, "openQueue">, signal: AbortSignal): void {
  program
    .command("export")
    .description("write pairs as JSON lines or as a puzzle document")
    .addOption(new Option("--state <state>", "only pairs in this state").choices(REVIEW_STATES))
    .addOption(
      new Option("--format <format>", "default: by the name of --out, else jsonl").choices(["jsonl", "puzzle"]),
    )
    .option("--out <file>", "write this file, all or nothing; default: standard output")
    .action((_options, command: Command) => {
      const options = optionsOf<{ state?: ReviewState; format?: Format; out?: string }>(command);
      const { state, out, json } = options;
      const format = options.format ?? (out?.endsWith(".py") ? "puzzle" : "jsonl");
      if (json && out === undefined && format === "puzzle") {
        command.error("error: with --json a puzzle document needs --out");
      }
      return withQueue(deps, options.workspace, "read", async (queue) => {
        const chunks = format === "puzzle" ? renderPuzzleFile(queue, state) : renderJsonLines(queue, state);
        if (out === undefined) await pipeline(Readable.from(chunks), process.stdout, { end: false, signal });
        else await writeExport(out, chunks);
        const { pairs } = queue.stats();
        const count = state === undefined ? Object.values(pairs).reduce((sum, n) => sum + n, 0) : pairs[state];
        if (json) printJson({ event: "summary", pairs: count, format, ...(out === undefined ? {} : { out }) });
        else say(`${count} ${count === 1 ? "pair" : "pairs"} exported${out === undefined ? "" : ` to ${out}`}.`);
      });
    });
}
