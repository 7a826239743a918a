/** What a detached generation keeps on disk: `.autodidact/runs/<jobId>/`. */
import { appendFile, mkdir, open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { UserError } from "../core/errors.ts";
import { type JobRequest, jobRequestSchema } from "../protocol/jobRequest.ts";
import { endsRun, parseRunEvent } from "../protocol/runEvents.ts";
import { type ProcessIdentity, processIdentitySchema } from "./processTree.ts";
import { TRAINING } from "./workspaceFiles.ts";

const jobStateSchema = z.object({
  process: processIdentitySchema.optional(),
  /** A person asked for the end: the job is not taken up again. */
  stopped: z.boolean(),
});
export type JobState = z.infer<typeof jobStateSchema>;

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

  /** The puzzle document whose puzzles the prompts must show; written only where the request has one. */
  get example(): string {
    return join(this.path, "example.puzzle.py");
  }

  /** Creates the folder. Throws `UserError` where nothing can be written. */
  async create(request: JobRequest): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true });
      await writeFileAtomic(join(this.path, "request.json"), JSON.stringify(request));
      if (request.example !== undefined) {
        await writeFileAtomic(this.example, request.example);
      }
      await this.writeState({ stopped: false });
    } catch (error) {
      throw new UserError(
        `The folder ${this.path} cannot be written.`,
        "Free some space, or open a workspace that you may write to.",
        { cause: error },
      );
    }
  }

  async readRequest(): Promise<JobRequest | undefined> {
    return jobRequestSchema.safeParse(await readJson(join(this.path, "request.json"))).data;
  }

  async readState(): Promise<JobState> {
    return jobStateSchema.safeParse(await readJson(join(this.path, "state.json"))).data ?? { stopped: false };
  }

  async writeState(state: { process?: ProcessIdentity; stopped: boolean }): Promise<void> {
    await writeFileAtomic(join(this.path, "state.json"), JSON.stringify(state));
  }

  /** Says whether the journal's last complete line closes the run. */
  async hasEnded(): Promise<boolean> {
    const tail = await readTail(this.journal);
    const last = tail.split("\n").findLast((line) => line.trim() !== "");
    const event = last === undefined ? undefined : parseRunEvent(last);
    return event !== undefined && endsRun(event);
  }

  /** Closes a line that a dead process left torn, so that the next one starts on a line of its own. */
  async closeTornLine(): Promise<void> {
    const tail = await readTail(this.journal);
    if (tail !== "" && !tail.endsWith("\n")) {
      await appendFile(this.journal, "\n");
    }
  }
}

/** Ids of the generations under `runs`, newest first; trainings have folders there too. */
export async function listJobs(runs: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(runs, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(TRAINING))
      .map((entry) => entry.name)
      .sort()
      .reverse();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return [];
    }
    throw error;
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined; // absent, or torn by a full disk: the same as never written
  }
}

async function readTail(file: string): Promise<string> {
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
    const length = Math.min(size, TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
