/** A surrogate pair and a run of white space may make one shown character of several. */
const SPARE = 8;

/** The start of a text on one line, at most `most` characters with the `…` that stands for the rest; cost does not grow with it. */
export function shorten(text: string, most: number): string {
  const read = text.slice(0, SPARE * most);
  const characters = [...read.replaceAll(/\s+/g, " ")];
  const fits = characters.length <= most && read.length === text.length;
  return fits ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}
