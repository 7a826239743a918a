/** What every detached job keeps on disk: `.autodidact/runs/<id>/` with its journal, its log and the state of its process. */
import { appendFile, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { isRunning, type ProcessIdentity, processIdentitySchema } from "./processTree.ts";
import { TRAINING } from "./workspaceFiles.ts";

const jobStateSchema = z.object({
  process: processIdentitySchema.optional(),
  /** A person asked for the end: the job is not taken up again by itself. */
  stopped: z.boolean(),
  /** And for good, as far as the person knows. */
  cancelled: z.boolean().default(false),
});
export type JobState = Readonly<z.infer<typeof jobStateSchema>>;

/** Bytes at a journal's end in which its last event is looked for; longer than any event. */
const TAIL_BYTES = 256 * 1024;

export class JobFolder {
  readonly id: string;
  readonly path: string;

  constructor(runs: string, id: string) {
    this.id = id;
    this.path = join(runs, id);
  }

  get journal(): string {
    return join(this.path, "journal.jsonl");
  }

  get log(): string {
    return join(this.path, "log.txt");
  }

  /** Its process; undefined where it does not run. */
  async running(): Promise<ProcessIdentity | undefined> {
    const { process } = await this.readState();
    return process !== undefined && isRunning(process) ? process : undefined;
  }

  async readState(): Promise<JobState> {
    return jobStateSchema.safeParse(await readJson(join(this.path, "state.json"))).data ?? NOT_STARTED;
  }

  async writeState(state: Omit<JobState, "cancelled"> & { readonly cancelled?: boolean }): Promise<void> {
    await writeFileAtomic(join(this.path, "state.json"), JSON.stringify(state));
  }

  /** Closes a line that a dead process left torn, so that the next one starts on a line of its own. */
  async closeTornLine(): Promise<void> {
    const tail = await readTail(this.journal);
    if (tail !== "" && !tail.endsWith("\n")) {
      await appendFile(this.journal, "\n");
    }
  }
}

const NOT_STARTED: JobState = { stopped: false, cancelled: false };

export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined; // absent, or torn by a full disk: the same as never written
  }
}

/** The end of a file, at most `most` bytes; empty where there is none. */
export async function readTail(file: string, most = TAIL_BYTES): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return "";
    }
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, most);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Ids of the generations under `runs`, newest first. */
export async function listGenerations(runs: string): Promise<readonly string[]> {
  return (await listJobs(runs)).filter((id) => !id.startsWith(TRAINING));
}

/** Ids of the trainings under `runs`, newest first. */
export async function listTrainings(runs: string): Promise<readonly string[]> {
  return (await listJobs(runs)).filter((id) => id.startsWith(TRAINING));
}

/** Ids of all jobs under `runs`, newest first within a kind: an id begins with its time. */
async function listJobs(runs: string): Promise<readonly string[]> {
  const entries = await readdir(runs, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .reverse();
}
