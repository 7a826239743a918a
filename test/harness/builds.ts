/** What suites need built or set up first; once in a run, however many suites ask. */
import { cachePath } from "./cache.ts";
import { mustRun } from "./processes.ts";

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

/** The trainer's libraries, as the command line installs them for anyone, and the weights of two models. */
export const setUpTrainer = once(async () => {
  await build();
  await mustRun("node", ["dist/cli.js", "trainer", "install"]);
  await mustRun("node", ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "test/harness/fetchWeights.ts"]);
});

function once(step: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= step();
    return result;
  };
}
