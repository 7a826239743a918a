/** The adapters that the editor's side uses, in a bundle of their own: activation reads none of it. */

export { reattachGenerateJob, startGenerateJob } from "./node/generateJob.ts";
export { listModels } from "./node/ollama/catalog.ts";
export { removeModel } from "./node/ollama/shelf.ts";
export { startPythonJudge } from "./node/pythonJudge.ts";
export { WorkspaceQueue } from "./node/queueAccess.ts";
export { cacheFolder } from "./node/setup/cacheFolder.ts";
export { findOllama } from "./node/setup/ensureOllama.ts";
export { findPython } from "./node/setup/interpreter.ts";
