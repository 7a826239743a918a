/** Reads the puzzles that ship with the product, from the media folder. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LEVELS, type SeedPuzzle } from "../core/seed.ts";

const seedLine = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  skill: z.string().min(1),
  level: z.enum(LEVELS),
  about: z.string().min(1),
  f: z.string().min(1),
  g: z.array(z.string().min(1)).min(1),
});

/** The puzzles that prompts show. */
export function readSeeds(mediaFolder: string): SeedPuzzle[] {
  return readSeedFile(join(mediaFolder, "seeds.jsonl"));
}

/** The puzzles that only evaluation sees. */
export function readHeldOut(mediaFolder: string): SeedPuzzle[] {
  return readSeedFile(join(mediaFolder, "heldout.jsonl"));
}

/** These files are ours: a line that does not hold is a fault of the build, not of the user. */
function readSeedFile(path: string): SeedPuzzle[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [seedLine.parse(JSON.parse(line))];
    } catch (error) {
      throw new Error(`${path}, line ${index + 1}, is no seed puzzle`, { cause: error });
    }
  });
}
