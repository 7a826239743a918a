/** What suites need built or set up first; once in a run, however many suites ask. */
import { join } from "node:path";
import { fetchDefaultWeights } from "../../src/node/setup/defaultModel.ts";
import { pythonOf } from "../../src/node/setup/toolVenv.ts";
import { trainerFolder } from "../../src/node/training/trainerVenv.ts";
import { smolLm2 } from "../real/realOllama.ts";
import { cachePath } from "./cache.ts";
import { mustRun } from "./processes.ts";
import { PYTHON } from "./pythonTools.ts";

/** The package that `packVsix` makes. */
export const VSIX = "dist/autodidact.vsix";

/** Bundles for development: with source maps, not minified. */
export const build = once(() => mustRun("npm", ["run", "-s", "build"]));

/** The package as it would be published. */
export const packVsix = once(() => mustRun("npm", ["run", "-s", "package"]));

/** Ollama and a small model, as the command line sets them up for anyone. */
export const setUpRealParts = once(async () => {
  await build();
  await mustRun("node", ["dist/cli.js", "setup"]);
});

/** Where the weights of real models are kept. */
export const WEIGHTS = cachePath("weights");

/** The trainer's libraries, as the command line installs them, and two models; the interpreter that has the libraries. */
export const setUpTrainer = once(async () => {
  await build();
  await mustRun("node", ["dist/cli.js", "trainer", "install"]);
  await smolLm2();
  await fetchDefaultWeights({ python: PYTHON, cacheDir: cachePath() }, console.error, new AbortController().signal);
  return pythonOf(join(trainerFolder(cachePath()), "venv"));
});

function once<Result>(step: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= step();
    return result;
  };
}
