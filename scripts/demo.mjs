/**
 * `npm run demo`: sets up whatever is missing, then the main job on a real model. Options go to `generate`, e.g.
 * `npm run demo -- --workspace DIR --json`. With `--train` a whole round in miniature follows: everything that was
 * verified is accepted and trained on for a few steps, and the tuned model is compared with its base.
 */
import process from "node:process";
import { openWorkspace, placeOf } from "./workspace.mjs";

/** Enough to see every phase in a few minutes on two cores; too little for a better model. */
const TRAINING = ["--max-steps", "10", "--unload"];
const EVALUATION = ["--recipe", "quick", "--limit", "15", "--attempts", "2", "--k", "1,2"];

const words = process.argv.slice(2);
const place = placeOf(words);
const options = words.filter((word) => word !== "--train" && !place.includes(word));
const asJson = options.includes("--json") ? ["--json"] : [];

const { run, firstLine } = await openWorkspace(place);
run("generate", "--recipe", "quick", "--count", "10", ...options);
if (words.includes("--train")) {
  run("queue", "accept", "--all-verified", ...asJson);
  const { model: base } = firstLine("queue", "list", "--state", "accepted", "--limit", "1");
  run("train", "--model", base, ...TRAINING, ...asJson);
  const { name: tuned } = firstLine("models", "list");
  run("evaluate", "--model", tuned, "--against", base, ...EVALUATION, ...asJson);
}
