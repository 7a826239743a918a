/** All that is known of a cell, over its first line and its `def` lines. */
import { t } from "@vscode/l10n";
import { type Hover, MarkupKind } from "vscode-languageserver";
import { answerOf, type CellView, detailOf } from "../cellView.ts";
import { duration, percent, reviewName, signOf, stateName } from "./words.ts";

export function hover(views: readonly CellView[], line: number): Hover | null {
  const view = views.find(({ cell }) => [cell.lines.start, cell.fLine, cell.gLine].includes(line));
  if (view === undefined || view.state === "empty") return null;
  const parts = [headline(view), answer(view), origin(view)].filter((part) => part !== "");
  return { contents: { kind: MarkupKind.Markdown, value: parts.join("\n\n") } };
}

function headline(view: CellView): string {
  const { state, record, findings } = view;
  const ms = findings?.judgement?.ms;
  const facts = [
    `**${signOf(state)} ${stateName(state)}**`,
    ...(record === null ? [] : [reviewName(record.state)]),
    ...(ms === undefined ? [] : [t("f and g took {0}", duration(ms))]),
  ];
  const detail = escapeMarkdown(detailOf(view));
  return detail === "" ? facts.join(" · ") : `${facts.join(" · ")}  \n${detail}`;
}

function answer(view: CellView): string {
  const text = answerOf(view);
  return text === null || text === "" ? "" : `${t("Answer")}\n${codeBlock(text)}`;
}

function origin({ record, solutions }: CellView): string {
  const [pair] = record === null ? solutions : [record];
  if (pair === undefined) return "";
  const facts = [
    pair.model,
    t("round {0}", pair.round),
    ...(pair.solveRate === null ? [] : [t("{0} of the attempts solved it", percent(pair.solveRate))]),
    ...(solutions.length < 2 ? [] : [t("{0} verified solutions", solutions.length)]),
  ];
  return facts.map(escapeMarkdown).join(" · ");
}

/** A block whose fence is longer than any in the text. */
function codeBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}python\n${text}\n${fence}`;
}

/**
 * What a model wrote is shown as it is: no links, no pictures, no markup. All ASCII punctuation, since a colon makes a
 * link of an address and an equals sign a heading of the line above; and no line begins with the blanks of a code block.
 */
function escapeMarkdown(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, "\\$&").replaceAll(/^[ \t]+/gm, "");
}
