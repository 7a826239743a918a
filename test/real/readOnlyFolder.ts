/** A process of its own, without root's rights, that tries to use the queue PATH in a folder that cannot be written. */
import { dirname } from "node:path";
import process from "node:process";
import { UserError } from "../../src/core/errors.ts";
import { openQueue } from "../../src/node/sqliteQueue.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";

const NOBODY = 65534;
const [path = ""] = process.argv.slice(2);
if (process.getuid?.() === 0) {
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}

function messageOf(work: () => unknown): string {
  try {
    work();
    return "it worked";
  } catch (error) {
    return error instanceof UserError ? error.sentence : String(error);
  }
}

process.stdout.write(
  JSON.stringify({
    pending: openQueue(path, { readOnly: true }).stats().pairs.pending,
    write: messageOf(() => openQueue(path)),
    create: messageOf(() => createWorkspaceFiles(dirname(path))),
  }),
);
