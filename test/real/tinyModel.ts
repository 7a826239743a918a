/** A small random model, of which a whole training takes seconds; it says nothing that makes sense. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { ensureTrainer } from "../../src/node/training/trainerVenv.ts";

export interface TinyModel {
  readonly gguf: string;
  /** The same weights in Hugging Face's layout. */
  readonly weights: string;
}

/** Makes one in a temporary folder, with the trainer's libraries, which are installed where they are missing. */
export async function makeTinyModel(): Promise<TinyModel> {
  const home = { cacheDir: cacheFolder(), program: resolve("dist/python/trainer"), env: process.env };
  const python = await ensureTrainer(home, "python3", { repair: false }, console.error, new AbortController().signal);
  const folder = mkdtempSync(join(tmpdir(), "autodidact-tiny-"));
  const made = { gguf: join(folder, "tiny.gguf"), weights: join(folder, "weights") };
  execFileSync(python, ["-m", "trainer.tiny_served", made.gguf, made.weights], { cwd: resolve("test/python") });
  return made;
}
