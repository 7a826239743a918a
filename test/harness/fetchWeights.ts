/** Puts the weights of the two models that the trainer is tried on into the user's cache, unless they are there. */
import { fetchDefaultWeights } from "../../src/node/setup/defaultModel.ts";
import { smolLm2 } from "../real/realOllama.ts";
import { cachePath } from "./cache.ts";
import { PYTHON } from "./pythonTools.ts";

await smolLm2();
await fetchDefaultWeights({ python: PYTHON, cacheDir: cachePath() }, console.error, new AbortController().signal);
