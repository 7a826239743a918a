/** A training's folder, `.autodidact/runs/<id>/`: its rows, what its finished phases found, checkpoints, the tuned file. */
import { mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { DROP_REASONS, type DroppedPair } from "../../core/dataset.ts";
import { FINDINGS, type FindingName, type Findings, type RunFile, type RunFolder } from "../../core/trainPorts.ts";
import { freeDisk } from "../setup/freeDisk.ts";
import { readLines, readRows, writeLines } from "./rowsFile.ts";

const NAMES: Readonly<Record<RunFile, string>> = {
  rows: "rows.jsonl",
  evaluationRows: "evaluation.jsonl",
  dropped: "dropped.jsonl",
  trained: "trained",
  model: "model.gguf",
};

const droppedLine: z.ZodType<DroppedPair> = z.object({
  id: z.string(),
  title: z.string().default(""), // older versions wrote none
  reason: z.enum(DROP_REASONS),
  detail: z.string(),
});

/** Only this program writes it, whole; what a phase found was checked when it entered. */
const findings = z.partialRecord(z.enum(FINDINGS), z.unknown());

/** The folder of run `id` under `runs`, created if need be. */
export function openRunFolder(runs: string, id: string): RunFolder & { readonly path: string } {
  const path = join(runs, id);
  mkdirSync(path, { recursive: true });
  const findingsFile = join(path, "findings.json");
  const pathOf = (file: RunFile) => join(path, NAMES[file]);
  const readFindings = async (): Promise<Partial<Findings>> => {
    try {
      return findings.parse(JSON.parse(await readFile(findingsFile, "utf8"))) as Partial<Findings>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
      throw error;
    }
  };
  const writeFindings = (found: Partial<Findings>) => writeFileAtomic(findingsFile, JSON.stringify(found));
  return {
    id,
    path,
    pathOf,
    finding: async <P extends FindingName>(name: P) => (await readFindings())[name],
    keepFinding: async (name, finding) => writeFindings({ ...(await readFindings()), [name]: finding }),
    async forget(from) {
      const kept = FINDINGS.slice(0, FINDINGS.indexOf(from));
      const found = Object.entries(await readFindings()).filter(([name]) => kept.includes(name as FindingName));
      await writeFindings(Object.fromEntries(found));
    },
    writeRows: (file, rows) => writeLines(pathOf(file), rows),
    readRows: (file) => readRows(pathOf(file)),
    writeDropped: (dropped) => writeLines(pathOf("dropped"), dropped),
    readDropped: () => readLines(pathOf("dropped"), droppedLine),
    freeDisk: () => freeDisk(path),
  };
}
