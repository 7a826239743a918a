/** All that is known of a cell, over its first line and its `def` lines. */
import { t } from "@vscode/l10n";
import { type Hover, MarkupKind } from "vscode-languageserver";
import type { Verdict } from "../../core/puzzle.ts";
import { SHOW_ATTEMPTS } from "../../protocol/lspMessages.ts";
import { answerOf, type CellView, detailOf } from "../cellView.ts";
import { duration, percent, reviewName, signOf, stateName, verdictName } from "./words.ts";

export interface HoverSources {
  /** How the attempts at a puzzle ended. */
  readonly attemptCounts: (puzzleId: string) => Readonly<Partial<Record<Verdict, number>>>;
  /** The client runs `command:` links. */
  readonly commandLinks: boolean;
}

export function hover(views: readonly CellView[], line: number, sources: HoverSources): Hover | null {
  const view = views.find(({ cell }) => [cell.lines.start, cell.fLine, cell.gLine].includes(line));
  if (view === undefined || view.state === "empty") return null;
  const parts = [headline(view), answer(view), origin(view), attempts(view, sources)].filter((part) => part !== "");
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
    ...(pair.recipe === null ? [] : [t("recipe {0}", pair.recipe)]),
    ...(solutions.length < 2 ? [] : [t("{0} verified solutions", solutions.length)]),
  ];
  const notes = [...(pair.note === "" ? [] : [pair.note]), ...pair.tags.map((tag) => `#${tag}`)];
  const lines = [facts, notes].map((texts) => texts.map(escapeMarkdown).join(" · "));
  return lines.filter((line) => line !== "").join("  \n");
}

/** How all attempts at the puzzle ended, the commonest verdict first. */
function attempts({ puzzleId }: CellView, { attemptCounts, commandLinks }: HoverSources): string {
  if (puzzleId === null) return "";
  const counts = Object.entries(attemptCounts(puzzleId)) as [Verdict, number][];
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return "";
  const sorted = counts.toSorted(([, a], [, b]) => b - a).map(([verdict, n]) => `${verdictName(verdict)} ${n}`);
  const text = `${t("{0} attempts", total)}: ${sorted.join(", ")}`;
  const argument = encodeURIComponent(JSON.stringify([puzzleId]));
  return commandLinks ? `${text} · [${t("Show Attempts")}](command:${SHOW_ATTEMPTS}?${argument})` : text;
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
