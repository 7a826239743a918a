/** Files of lines to which a process only appends, and whose last line a kill may have torn. */
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, truncateSync } from "node:fs";
import { dirname } from "node:path";
import { BadInput } from "../core/errors.ts";

/** Makes a value of a line; `where` is for the message of what it throws. */
export type ReadLine<T> = (line: string, where: string) => T;

export interface AppendedLines<T> extends Disposable {
  readonly kept: readonly T[];
  /** Adds a value as one line of JSON; it is on disk when this returns. */
  keep(value: T): void;
}

/** Opens the file for more lines, created if need be; for one process at a time. What a kill has torn is cut off. */
export function openLines<T>(path: string, read: ReadLine<T>): AppendedLines<T> {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a+");
  const kept = readWhole(path, read, (whole) => truncateSync(path, whole));
  return {
    kept,
    keep(value) {
      appendFileSync(file, `${JSON.stringify(value)}\n`);
      kept.push(value);
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}

/** Reads all lines that have their end; throws `BadInput` where there is no such file, and what `read` throws. */
export function readWholeLines<T>(path: string, read: ReadLine<T>): T[] {
  return readWhole(path, read, () => {});
}

function readWhole<T>(path: string, read: ReadLine<T>, onTorn: (wholeBytes: number) => void): T[] {
  const bytes = readBytes(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) onTorn(whole);
  const lines = bytes.toString("utf8", 0, whole).split("\n");
  return lines.flatMap((line, index) => (line.trim() === "" ? [] : [read(line, `Line ${index + 1} of ${path}`)]));
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new BadInput(`${path} cannot be read: ${cause}.`, "Check its name and permissions.", { cause: error });
  }
}
