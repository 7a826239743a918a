/** Which tuned model writes puzzles where none is named: `.autodidact/promotions.json`, the latest promotion last. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import type { WorkspaceFiles } from "../workspaceFiles.ts";

const promotions = z.array(
  z.object({
    model: z.string(),
    /** Milliseconds since the epoch. */
    at: z.number(),
  }),
);

type Files = Pick<WorkspaceFiles, "folder">;

/** The promoted model; undefined where there is none. */
export function promotedModel(files: Files): string | undefined {
  return read(files).at(-1)?.model;
}

/** Puts `model` in the place of the one that is promoted, which `rollBack` brings back; nothing where it is there already. */
export async function promote(files: Files, model: string, at: number): Promise<void> {
  const all = read(files);
  if (all.at(-1)?.model !== model) await write(files, [...all, { model, at }]);
}

/** Takes the latest promotion back; returns its model, or undefined where there was none. */
export async function rollBack(files: Files): Promise<string | undefined> {
  const all = read(files);
  const last = all.pop();
  if (last !== undefined) await write(files, all);
  return last?.model;
}

/** Forgets all promotions of a model that is taken away. */
export async function forgetPromotions(files: Files, model: string): Promise<void> {
  const all = read(files);
  const left = all.filter((each) => each.model !== model);
  if (left.length < all.length) await write(files, left);
}

function read({ folder }: Files): z.infer<typeof promotions> {
  try {
    return promotions.parse(JSON.parse(readFileSync(fileOf(folder), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function write({ folder }: Files, all: z.infer<typeof promotions>): Promise<void> {
  await writeFileAtomic(fileOf(folder), `${JSON.stringify(all, null, 2)}\n`);
}

function fileOf(folder: string): string {
  return join(folder, "promotions.json");
}
