/** JSON lines in and out: one pair a line, `{"f","g"?}` or, as exported, `{"puzzle","solution",…}`. */
import { TextDecoder } from "node:util";
import { z } from "zod";
import type { Queue, QueuedPair } from "../../core/ports.ts";
import { REVIEW_STATES, type ReviewState } from "../../core/puzzle.ts";
import type { ImportItem } from "./importItem.ts";
import { readP3Item } from "./p3.ts";

const PAGE = 500;

const state = z.enum(REVIEW_STATES).optional();
const solutions = z.union([z.string(), z.array(z.string())]).nullish();
/** Other programs' lines may have a note or tags of another form: they mean nothing here. */
const annotation = {
  note: z.string().catch(""),
  tags: z.array(z.string()).catch([]),
};
const pairLine = z.union([
  z.object({ f: z.string(), g: solutions, state, ...annotation }),
  z
    .object({ puzzle: z.string(), solution: solutions, state, ...annotation })
    .transform(({ puzzle: f, solution: g, ...rest }) => ({ f, g, ...rest })),
]);
/** The last line of our own `export --json`. */
const summaryLine = z.object({ event: z.literal("summary") });

/** Reads lines of UTF-8. A line that cannot be read is an item that says so; blank lines are none. */
export async function* readJsonLines(lines: AsyncIterable<Uint8Array>): AsyncGenerator<ImportItem> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let number = 0;
  for await (const bytes of lines) {
    number += 1;
    const item = readLine(number, bytes, decoder);
    if (item !== null) yield item;
  }
}

function readLine(number: number, bytes: Uint8Array, decoder: TextDecoder): ImportItem | null {
  let value: unknown;
  try {
    const text = decoder.decode(bytes).trim();
    if (text === "") return null;
    value = JSON.parse(text);
  } catch (error) {
    return { number, unreadable: error instanceof SyntaxError ? `Not JSON: ${error.message}` : "Not UTF-8." };
  }
  return summaryLine.safeParse(value).success ? null : readJsonItem(number, value);
}

/** Reads one JSON value: a pair in either spelling, or an item of P3. */
export function readJsonItem(number: number, value: unknown): ImportItem {
  const p3 = readP3Item(value);
  if (p3 !== null) return { number, ...p3 };
  const line = pairLine.safeParse(value);
  if (!line.success) return { number, unreadable: 'It has neither "f" nor "puzzle" as text.' };
  const { f, g, state: reviewed, note, tags } = line.data;
  const texts = typeof g === "string" ? [g] : (g ?? []);
  const recorded = { note, tags, ...(reviewed === undefined ? {} : { state: reviewed }) };
  return { number, f, solutions: texts.map((text) => ({ g: text, ...recorded })) };
}

/** Pairs as JSON lines, newest first, all fields, a page at a time. */
export function* renderJsonLines(queue: Queue, wanted?: ReviewState): Generator<string> {
  for (const page of pagesOf(queue, wanted)) yield page.map((pair) => `${JSON.stringify(pair)}\n`).join("");
}

/** Walks through the queue a page at a time, so that its size does not matter. */
export function* pagesOf(queue: Queue, wanted?: ReviewState): Generator<readonly QueuedPair[]> {
  const query = { limit: PAGE, ...(wanted === undefined ? {} : { state: wanted }) };
  let page = queue.pairs(query);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield page;
    page = queue.pairs({ ...query, after: last.id });
  }
}
