/** Cuts model text at line level. What the text means is asked of Python's own parser, never guessed here. */

/**
 * Cuts a continuation at its first unindented line, as the paper does: the first line belongs to the header that the
 * prompt ended with, later lines belong to the function while they are blank or start with white space.
 */
export function cutAtUnindented(continuation: string): string {
  const lines = continuation.replaceAll("\r\n", "\n").split("\n");
  const end = lines.findIndex((line, index) => index > 0 && /^\S/.test(line));
  return (end === -1 ? lines : lines.slice(0, end)).join("\n").trimEnd();
}

/**
 * Renames a function where it is defined or called: `f7(` → `f(`. Mentions that no parenthesis follows stay, so that
 * the prefix of an f-string is never touched.
 */
export function renameFunction(source: string, from: string, to: string): string {
  return source.replaceAll(new RegExp(`(?<!\\p{ID_Continue})${from}(?=\\s*\\()`, "gu"), to);
}
