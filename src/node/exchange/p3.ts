/** Reads an item of Python Programming Puzzles' JSON, whose `sat` is our f and whose `sol` is our g. */
import { z } from "zod";
import { splitStatements } from "../../core/pythonStatements.ts";

const p3Item = z.object({ sat: z.string(), sol_header: z.string(), sol_bodies: z.array(z.string()) });

/** The puzzle and its known-good solutions; null where `value` is no item of P3. */
export function readP3Item(value: unknown): { f: string; solutions: { g: string }[] } | null {
  const item = p3Item.safeParse(value);
  if (!item.success) return null;
  const { sat, sol_header: header, sol_bodies: bodies } = item.data;
  return {
    f: renameDefinition(sat, "sat", "f"),
    solutions: bodies.map((body) => ({ g: renameDefinition(`${header}\n${body}`, "sol", "g") })),
  };
}

/** Renames the top-level function `from`; the name elsewhere, e.g. of a function inside it, is left. */
function renameDefinition(source: string, from: string, to: string): string {
  const { statements } = splitStatements(source);
  const definition = statements.find(({ kind, name }) => kind === "def" && name === from);
  if (definition === undefined) return source;
  const lines = source.split("\n");
  const header = new RegExp(`^((?:async[ \\t]+)?def[ \\t]+)${from}\\b`);
  return lines
    .map((line, index) =>
      index >= definition.start && index < definition.end ? line.replace(header, `$1${to}`) : line,
    )
    .join("\n");
}
