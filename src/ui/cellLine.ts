/** Finds a puzzle's cell in a document without parsing all of it. */

/** The line, from 0, of the first cell with this content id; undefined where there is none. */
export function cellLine(text: string, id: string): number | undefined {
  const at = text.search(new RegExp(String.raw`^#[ \t]*%%[ \t]+${id}(?![^\s])`, "m"));
  return at === -1 ? undefined : (text.slice(0, at).match(/\r\n|\r|\n/g)?.length ?? 0);
}
