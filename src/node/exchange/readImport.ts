/** Opens a file for the import and finds out which of the three formats it has. */
import { createReadStream } from "node:fs";
import { UserError } from "../../core/errors.ts";
import type { ImportItem } from "./importItem.ts";
import { readJsonItem, readJsonLines } from "./jsonLines.ts";
import { readPuzzleFile } from "./puzzleFile.ts";

const LINE_END = 0x0a;

/**
 * Reads the items of `path`: a puzzle document by its name, a JSON list (P3's form) by its first character, else JSON
 * lines, which are read one after another. Throws `UserError` where the file cannot be read as a whole.
 */
export async function* readImport(path: string): AsyncGenerator<ImportItem> {
  const lines = readLines(path, createReadStream(path));
  if (path.endsWith(".py")) {
    yield* readPuzzleFile(await readWhole(path, lines));
    return;
  }
  const first = await firstWithText(lines);
  const all = restored(first, lines);
  if (textOf(first.at(-1)).startsWith("[")) yield* readList(path, await readWhole(path, all));
  else yield* readJsonLines(all);
}

function* readList(path: string, text: string): Generator<ImportItem> {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path} is not JSON: ${cause}.`, "Mend the file, or give it as JSON lines.", { cause: error });
  }
  if (!Array.isArray(list)) throw new UserError(`${path} is not a JSON list.`, "Give a list, or JSON lines.");
  for (const [index, value] of list.entries()) yield readJsonItem(index + 1, value);
}

async function readWhole(path: string, lines: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const texts: string[] = [];
  for await (const line of lines) {
    try {
      texts.push(decoder.decode(line));
    } catch (error) {
      const where = `line ${texts.length + 1}`;
      throw new UserError(`${path} is not UTF-8: see ${where}.`, "Save the file as UTF-8.", { cause: error });
    }
  }
  return texts.join("\n");
}

/** The lines up to the first that is not blank. */
async function firstWithText(lines: AsyncIterator<Uint8Array>): Promise<Uint8Array[]> {
  const first: Uint8Array[] = [];
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    first.push(next.value);
    if (textOf(next.value) !== "") break;
  }
  return first;
}

/** Without white space at its ends, and without a byte order mark. */
function textOf(line: Uint8Array | undefined): string {
  return new TextDecoder().decode(line).trim();
}

async function* restored(first: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}

/** Splits bytes at line ends only, so that a line of broken UTF-8 spoils no other. */
async function* readLines(path: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let parts: Buffer[] = [];
  try {
    for await (const chunk of chunks) {
      let start = 0;
      for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
        yield Buffer.concat([...parts, chunk.subarray(start, end)]);
        parts = [];
        start = end + 1;
      }
      parts.push(chunk.subarray(start));
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new UserError(`${path} cannot be read: ${error.message}.`, "Check its name and permissions.", {
      cause: error,
    });
  }
  yield Buffer.concat(parts);
}
