/** Formats the Python sources, and repairs what the linter can. */

import { mustRun } from "./processes.ts";
import { installPythonTools, RUFF } from "./pythonTools.ts";

await installPythonTools();
await mustRun(RUFF, ["check", "--fix", "--quiet", "."]);
await mustRun(RUFF, ["format", "."]);
