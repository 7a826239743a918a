/** The trainer's libraries: a virtual environment of our own, made once from a locked list, in the cache folder. */
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { inGigabytes } from "../../core/bytes.ts";
import { isAbort, UserError } from "../../core/errors.ts";
import { sha256OfFile } from "../setup/checksum.ts";
import { withFileLock } from "../setup/fileLock.ts";
import { freeDisk } from "../setup/freeDisk.ts";
import { EXE, findOnPath, isExecutable, runTool, ToolFailure } from "../setup/tool.ts";
import { ensureToolVenv, pythonOf, runPip } from "../setup/toolVenv.ts";

export interface TrainerHome {
  readonly cacheDir: string;
  /** The package `trainer`, with its `requirements.txt`. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/** On Linux, the packages carry CUDA whether there is a GPU or not. Measured with what `requirements.txt` names. */
export const TRAINER_SIZE = process.platform === "linux" ? 5.6e9 : 1.5e9;
const UV = "uv==0.13.9";
const CHECK = "import torch, transformers, peft, trl, gguf, accelerate, datasets";

const readyMark = z.object({ requirements: z.string(), base: z.string() });

/** Where the environment lies, complete or not. */
export function trainerFolder(cacheDir: string): string {
  return join(cacheDir, "trainer");
}

/** The interpreter of the environment where it is complete and of the present list; undefined where it is not. */
export async function findTrainer(home: TrainerHome): Promise<string | undefined> {
  const venv = join(trainerFolder(home.cacheDir), "venv");
  try {
    const mark = readyMark.parse(JSON.parse(await readFile(join(venv, "ready.json"), "utf8")));
    const python = pythonOf(venv);
    // The link leads nowhere after the Python that it was made of was removed or upgraded.
    return mark.requirements === (await sha256OfFile(listOf(home))) && (await isExecutable(python))
      ? python
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes the environment with `basePython` unless it is there, or anew with `repair`. What was downloaded before an
 * interruption is not downloaded again.
 *
 * @throws {UserError} when the disk is too small or the libraries cannot be fetched or loaded
 */
export async function ensureTrainer(
  home: TrainerHome,
  basePython: string,
  options: { readonly repair: boolean },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const folder = trainerFolder(home.cacheDir);
  return withFileLock(
    join(home.cacheDir, "trainer.lock"),
    async () => {
      const there = options.repair ? undefined : await findTrainer(home);
      if (there !== undefined) return there;
      await mkdir(folder, { recursive: true });
      await checkDisk(folder);
      say(
        `Installing the trainer's libraries once: ${inGigabytes(TRAINER_SIZE)} on the disk, a minute or more by the network.`,
      );
      await make(home, basePython, folder, say, signal);
      return pythonOf(join(folder, "venv"));
    },
    signal,
    () => say("Another process is installing the trainer's libraries; waiting for it."),
  );
}

/** Removes the environment and what was downloaded for it. */
export async function removeTrainer(cacheDir: string): Promise<void> {
  await rm(trainerFolder(cacheDir), { recursive: true, force: true });
}

async function make(
  home: TrainerHome,
  basePython: string,
  folder: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const uv = await obtainUv(home, basePython, signal);
  const env = { ...home.env, UV_CACHE_DIR: join(folder, "downloads"), UV_NO_CONFIG: "1", VIRTUAL_ENV: "" };
  const half = await mkdtemp(join(folder, "half-"));
  const run = (command: string, args: readonly string[]) => runTool(command, args, { env, onLine: say }, signal);
  try {
    await run(uv, ["venv", "--quiet", "--allow-existing", "--python", basePython, half]);
    await run(uv, ["pip", "install", "--python", pythonOf(half), "--requirements", listOf(home)]);
    await run(pythonOf(half), ["-I", "-c", CHECK]);
    const mark = { requirements: await sha256OfFile(listOf(home)), base: basePython };
    await writeFileAtomic(join(half, "ready.json"), JSON.stringify(mark));
    const venv = join(folder, "venv");
    await rm(venv, { recursive: true, force: true });
    await rename(half, venv);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (isAbort(error) || !(error instanceof ToolFailure)) throw error;
    throw new UserError(
      `The trainer's libraries could not be installed: ${error.tail}`,
      "Check the network, and that this Python has wheels of torch (3.11 to 3.14 have), then install again: it goes on where it stopped.",
      { cause: error },
    );
  }
}

async function obtainUv({ cacheDir, env }: TrainerHome, basePython: string, signal: AbortSignal): Promise<string> {
  const found = await findOnPath("uv", env);
  if (found !== undefined) return found;
  const venv = await ensureToolVenv(basePython, cacheDir, signal);
  const uv = join(dirname(venv.python), `uv${EXE}`);
  if (!(await isExecutable(uv))) await runPip(venv, ["install", UV], "uv", signal);
  return uv;
}

async function checkDisk(folder: string): Promise<void> {
  const free = await freeDisk(folder);
  if (free > TRAINER_SIZE) return;
  throw new UserError(
    `The trainer's libraries take ${inGigabytes(TRAINER_SIZE)}, and ${inGigabytes(free)} are free in ${folder}.`,
    "Free some space, or name another cache folder with XDG_CACHE_HOME.",
  );
}

function listOf({ program }: TrainerHome): string {
  return join(program, "requirements.txt");
}
