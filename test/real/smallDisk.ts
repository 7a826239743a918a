/** A disk that is really full: a small file system in memory, mounted in a namespace of its own, which needs no rights. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SmallDisk extends AsyncDisposable {
  /** Where it lies for what runs in that namespace. */
  readonly path: string;
  /** The same place as it is seen from outside, for plain reading and writing: what resolves links is led astray. */
  readonly seen: string;
  /** The beginning of a command line whose rest runs in that namespace. */
  readonly enter: readonly string[];
  /** Leaves nothing free. */
  fill(): void;
  makeRoom(): void;
}

/** Undefined where the system lets nobody mount one. */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const point = mkdtempSync(join(tmpdir(), "autodidact-disk-"));
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs '${point}' && echo mounted && exec cat`;
  const words = ["--user", "--map-root-user", "--mount", "sh", "-c", mount];
  const holder = spawn("unshare", words, { stdio: ["pipe", "pipe", "ignore"] });
  const ended = once(holder, "close").catch(() => {});
  const first = await Promise.race([once(holder.stdout, "data"), ended]);
  if (String(first?.[0]) !== "mounted\n") return undefined;
  const seen = `/proc/${holder.pid}/root${point}`;
  const filler = join(seen, "filler");
  return {
    path: point,
    seen,
    enter: ["nsenter", "--target", String(holder.pid), "--user", "--mount", "--preserve-credentials"],
    fill() {
      const file = openSync(filler, "w");
      try {
        for (;;) writeSync(file, Buffer.alloc(1 << 20));
      } catch {
        // It is full.
      } finally {
        closeSync(file);
      }
    },
    makeRoom: () => rmSync(filler),
    async [Symbol.asyncDispose]() {
      holder.stdin.end(); // at whose end it ends
      await ended;
    },
  };
}
