/** A training of a small random model by the built command line, which can be ended on its way. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { readTrainings } from "../../src/node/training/trainHistory.ts";
import { createTraining } from "../../src/node/training/trainings.ts";
import { createWorkspaceFiles, type WorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import type { StoredTrainRequest } from "../../src/protocol/trainRequest.ts";
import { type Line, type Running, start, temporaryWorkspace } from "./commandLine.ts";
import { exercises } from "./exercises.ts";
import type { SmallDisk } from "./smallDisk.ts";

/** Its base's name in Ollama. */
export const TINY = "tiny:1";

/** In a workspace and a cache of its own. An experiment's arm: those keep gibberish, and random models say nothing else. */
export class Trial {
  readonly workspace: string;
  readonly #disk: SmallDisk | undefined;
  readonly #files: WorkspaceFiles;
  readonly #cache = mkdtempSync(join(tmpdir(), "autodidact-cache-"));
  id = "";

  private constructor(disk: SmallDisk | undefined) {
    this.#disk = disk;
    this.workspace = disk?.path ?? temporaryWorkspace();
    this.#files = createWorkspaceFiles(disk?.seen ?? this.workspace);
  }

  /** `disk`: on which the workspace lies. */
  static async begin(changes: Pick<StoredTrainRequest, "weights"> = {}, disk?: SmallDisk): Promise<Trial> {
    const trial = new Trial(disk);
    mkdirSync(trial.cache);
    symlinkSync(join(cacheFolder(), "trainer"), join(trial.cache, "trainer"));
    const path = join(trial.#cache, "pairs.jsonl");
    const pairs = exercises(40).map(({ f, g }, n) => {
      const header = g.slice(0, g.indexOf("\n"));
      return JSON.stringify({ id: `p${n}`, puzzleId: `q${n}`, f, header, g, round: 1 });
    });
    writeFileSync(path, pairs.join("\n"));
    const request: StoredTrainRequest = {
      ...{ base: TINY, recipe: "adaptive", overrides: { epochs: 2, batch: 2, accumulation: 1 }, seed: 1 },
      ...{ unload: true, source: { kind: "arm", experiment: "none", arm: "verified", path }, ...changes },
    };
    trial.id = (await createTraining(trial.#files.runs, request)).folder.id;
    return trial;
  }

  /** Where its process keeps what it prepares; the libraries are the user's. */
  get cache(): string {
    return join(this.#cache, "autodidact");
  }

  /** Begins it, or goes on. */
  go(ollamaUrl: string): Running {
    const words = ["train", "--resume", this.id, "--ollama", ollamaUrl];
    const running = start(this.workspace, words, { XDG_CACHE_HOME: this.#cache }, undefined, this.#disk?.enter);
    running.child.stdin.end();
    return running;
  }

  /** Whether its folder has this. */
  has(...names: readonly string[]): boolean {
    return existsSync(join(this.#files.runs, this.id, ...names));
  }

  async state(): Promise<string | undefined> {
    return (await readTrainings(this.#files.runs, 1))[0]?.state;
  }
}

/** The trainer's process, which the command line started. */
export function trainerOf({ child }: Running): number {
  return Number(
    execFileSync("pgrep", ["-P", String(child.pid), "-f", "trainer (prepare|train|export)$"], { encoding: "utf8" }),
  );
}

/** Resolves at the first line that is as wanted; throws with the log when the process ends without one. */
export async function until({ lines, ended }: Running, is: (line: Line) => boolean): Promise<void> {
  let log: string | undefined;
  void ended.then((how) => {
    log = how.log;
  });
  while (!lines.some(is)) {
    if (log !== undefined) throw new Error(`It ended before that: ${log}`);
    await sleep(2);
  }
}
