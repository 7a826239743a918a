/**
 * Composition root of the language server for `*.puzzle.py`, for any editor: it speaks over the channel that its
 * arguments name (`--stdio`, `--node-ipc`, `--socket=PORT`).
 */
import { join } from "node:path";
import process from "node:process";
import { createConnection } from "vscode-languageserver/node";
import { CONTEXT_TOKENS } from "../core/recipe.ts";
import { promotedModel } from "../node/evaluation/promotions.ts";
import { readHeldOut, readSeeds } from "../node/seedFiles.ts";
import { cacheFolder } from "../node/setup/cacheFolder.ts";
import { openJudge } from "../node/setup/openJudge.ts";
import { serveModel } from "../node/setup/serveModel.ts";
import { workspaceFiles } from "../node/workspaceFiles.ts";
import { serve } from "./serve.ts";

/** `dist`, beside which the package keeps what it ships. */
const dist = import.meta.dirname;
const mediaFolder = join(dist, "..", "media");
/** One for what a person types, one for all the rest. */
const JUDGE_WORKERS = 2;

const connection = createConnection();
const log = (line: string) => connection.console.log(line);

serve(connection, {
  environment: process.env,
  seeds: readSeeds(mediaFolder),
  heldOut: new Set(readHeldOut(mediaFolder).map(({ id }) => id)),
  startJudge: ({ pythonPath, activePython, workspace, allowPackages, leastTier }, signal) => {
    const active = activePython === "" ? undefined : activePython;
    const search = { setting: pythonPath, active, workspace: workspace ?? process.cwd() };
    const judgePath = join(dist, "python", "judge");
    return openJudge({ search, allowPackages, judgePath, workers: JUDGE_WORKERS, leastTier, log }, signal);
  },
  openModel: ({ ollamaUrl, model, workspace }, signal) => {
    const supervisor = { command: process.execPath, args: [join(dist, "cli.js"), "serve-ollama"] };
    const search = { env: process.env, setting: ollamaUrl, cacheDir: cacheFolder(), supervisor, log };
    const promoted = workspace === null ? undefined : promotedModel(workspaceFiles(workspace));
    return serveModel(search, { named: model, promoted }, CONTEXT_TOKENS, signal);
  },
});
