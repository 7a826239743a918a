/** What stands at the end of f's and g's lines: how hard the puzzle was, and the verdict with the answer. */
import { t } from "@vscode/l10n";
import type { InlayHint } from "vscode-languageserver";
import { shorten } from "../../core/shorten.ts";
import { answerOf, type CellView } from "../cellView.ts";
import { percent, signOf, stateName } from "./words.ts";

/** Characters of an answer that fit at the end of a line; the hover has all of it. */
const ANSWER_LENGTH = 60;

/** `lineLength` tells the length of a line of the document; `between` are the lines that are on screen. */
export function inlayHints(
  views: readonly CellView[],
  lineLength: (line: number) => number,
  between: { readonly start: number; readonly end: number },
): InlayHint[] {
  return views.flatMap((view) => {
    const { cell } = view;
    if (cell.lines.end <= between.start || cell.lines.start > between.end) return [];
    const at = (line: number | null, label: string | null): InlayHint[] =>
      line === null || label === null
        ? []
        : [{ position: { line, character: lineLength(line) }, label, paddingLeft: true }];
    return [...at(cell.fLine, puzzleHint(view)), ...at(cell.gLine, solutionHint(view))];
  });
}

function puzzleHint({ solutions: [pair] }: CellView): string | null {
  const rate = pair?.solveRate ?? null;
  return rate === null ? null : t("{0} solved it", percent(rate));
}

function solutionHint(view: CellView): string | null {
  if (view.state === "empty" || view.state === "unreadable") return null;
  const answer = answerOf(view);
  const verdict = `${signOf(view.state)} ${stateName(view.state)}`;
  return answer === null ? verdict : `${verdict} · ${shorten(answer, ANSWER_LENGTH)}`;
}
