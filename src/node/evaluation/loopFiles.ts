/** A loop's folder, `.autodidact/loops/<id>/`: its journal and its report. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { BadInput } from "../../core/errors.ts";
import type { LoopEntry } from "../../core/loop.ts";
import { type AppendedLines, openLines } from "../wholeLines.ts";
import type { WorkspaceFiles } from "../workspaceFiles.ts";
import { passFigures } from "./evaluationFiles.ts";

const round = z.int().positive();
const entry: z.ZodType<LoopEntry> = z.discriminatedUnion("entry", [
  z.object({ entry: z.literal("begun"), base: z.string(), accepted: z.int() }),
  z.object({ entry: z.literal("generating"), round, generator: z.string(), run: z.string() }),
  z.object({ entry: z.literal("generated"), round, solved: z.int(), verified: z.int() }),
  z.object({ entry: z.literal("reviewed"), round, accepted: z.int(), fresh: z.int() }),
  z.object({ entry: z.literal("training"), round, training: z.string() }),
  z.object({
    ...{ entry: z.literal("trained"), round, model: z.string(), pairs: z.int(), steps: z.int() },
    ...{ lossBefore: z.number(), lossAfter: z.number(), seconds: z.number(), speaks: z.boolean() },
  }),
  z.object({
    ...{ entry: z.literal("evaluated"), round, puzzles: z.int(), n: z.int() },
    passAt: z.object({ tuned: passFigures, base: passFigures, generator: passFigures }),
    less: z.object({ base: passFigures, generator: passFigures }),
    curves: z.object({ tuned: passFigures, base: passFigures }),
  }),
  z.object({ entry: z.literal("decided"), round, promoted: z.boolean(), why: z.string() }),
]);

export interface LoopFolder extends Disposable {
  readonly journal: AppendedLines<LoopEntry>;
  readonly report: string;
  /** Replaces the page, or all of it stays as it was. */
  writeReport(html: string): void;
}

/** The folder of loop `id`, created if need be. Throws `BadInput` where a line of the journal is none of ours. */
export function openLoop({ folder }: Pick<WorkspaceFiles, "folder">, id: string): LoopFolder {
  const path = join(folder, "loops", id);
  mkdirSync(path, { recursive: true });
  const journal = openLines(join(path, "journal.jsonl"), readEntry);
  const report = join(path, "report.html");
  return {
    journal,
    report,
    writeReport: (html) => writeFileAtomic.sync(report, html),
    [Symbol.dispose]: () => journal[Symbol.dispose](),
  };
}

function readEntry(line: string, where: string): LoopEntry {
  try {
    return entry.parse(JSON.parse(line));
  } catch (error) {
    throw new BadInput(
      `${where} is no entry of a loop's journal.`,
      "Move its folder away: the loop begins anew, with all pairs that there are.",
      { cause: error },
    );
  }
}
