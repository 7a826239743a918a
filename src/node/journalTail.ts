/** Follows a file of JSON lines that another process appends to. */
import { type FSWatcher, watch } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";

const NEWLINE = 0x0a;
const CHUNK_BYTES = 64 * 1024;
/** Some file systems (network, WSL mounts) report no changes, so the file is looked at in any case. */
const POLL_MS = 300;

/**
 * Hands over every complete line once, from the start of the file; a torn last line waits for its rest.
 * The file need not exist yet.
 */
export class JournalTail {
  readonly #file: string;
  readonly #onLine: (line: string) => void;
  readonly #watcher: FSWatcher | undefined;
  readonly #timer: NodeJS.Timeout;
  #offset = 0;
  #torn: Buffer = Buffer.alloc(0);
  #reading: Promise<void> = Promise.resolve();
  #scheduled = false;
  #closed = false;

  constructor(file: string, onLine: (line: string) => void) {
    this.#file = file;
    this.#onLine = onLine;
    this.#watcher = watchFolder(dirname(file), () => this.#schedule());
    this.#timer = setInterval(() => this.#schedule(), POLL_MS);
    this.#schedule();
  }

  /** Reads what has been appended until now. */
  async drain(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    await this.#reading;
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#timer);
  }

  #schedule(): void {
    if (this.#scheduled || this.#closed) {
      return;
    }
    this.#scheduled = true;
    void this.drain().finally(() => {
      this.#scheduled = false;
    });
  }

  async #read(): Promise<void> {
    const handle = await openIfThere(this.#file);
    if (handle === undefined) {
      return;
    }
    try {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      while (!this.#closed) {
        const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, this.#offset);
        if (bytesRead === 0) {
          return;
        }
        this.#offset += bytesRead;
        this.#take(chunk.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  #take(bytes: Buffer): void {
    let rest = Buffer.concat([this.#torn, bytes]);
    for (let end = rest.indexOf(NEWLINE); end >= 0 && !this.#closed; end = rest.indexOf(NEWLINE)) {
      const line = rest.toString("utf8", 0, end);
      rest = rest.subarray(end + 1);
      if (line.trim() !== "") {
        this.#onLine(line);
      }
    }
    this.#torn = rest;
  }
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return undefined;
    }
    throw error;
  }
}

function watchFolder(folder: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, onChange);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined; // e.g. the limit of watches is reached: polling carries it
  }
}
