/** What a detached generation keeps on disk besides what every job does: its request, and what its prompts must show. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { UserError } from "../core/errors.ts";
import { type JobRequest, jobRequestSchema } from "../protocol/jobRequest.ts";
import { endsRun, parseRunEvent } from "../protocol/runEvents.ts";
import { JobFolder, readJson, readTail } from "./jobFolder.ts";

export class GenerateFolder extends JobFolder {
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

  /** Says whether the journal's last complete line closes the run. */
  async hasEnded(): Promise<boolean> {
    const tail = await readTail(this.journal);
    const last = tail.split("\n").findLast((line) => line.trim() !== "");
    const event = last === undefined ? undefined : parseRunEvent(last);
    return event !== undefined && endsRun(event);
  }
}
