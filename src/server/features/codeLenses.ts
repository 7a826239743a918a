/** The line over each cell: its state, and what can be done about it now. */
import { t } from "@vscode/l10n";
import type { CodeLens } from "vscode-languageserver";
import { CELL_COMMANDS, type CellAction } from "../../protocol/lspMessages.ts";
import type { CellView } from "../cellView.ts";
import { reviewName, signOf, stateName } from "./words.ts";

export interface LensOptions {
  /** Reviews can be written. */
  readonly reviews: boolean;
  /** Programs may be run. */
  readonly runs: boolean;
}

export function codeLenses(uri: string, views: readonly CellView[], options: LensOptions): CodeLens[] {
  return views.flatMap((view) => {
    const line = view.cell.lines.start;
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    const lens = (title: string, action?: CellAction): CodeLens => ({
      range,
      command:
        action === undefined
          ? { title, command: "" }
          : { title, command: CELL_COMMANDS[action], arguments: [uri, [view.cell.key]] },
    });
    if (view.state === "empty") return [];
    return [lens(headline(view)), ...actionsOf(view, options).map(([title, action]) => lens(title, action))];
  });
}

function headline({ state, record }: CellView): string {
  const verdict = `${signOf(state)} ${stateName(state)}`;
  return record === null || state !== "verified" ? verdict : `${verdict} · ${reviewName(record.state)}`;
}

/** What makes sense now, the likeliest first. */
function actionsOf(view: CellView, { reviews, runs }: LensOptions): [string, CellAction?][] {
  const { state, record } = view;
  const verify: [string, CellAction] = [t("Verify"), "verify"];
  const solve = runs ? solvesOf(view) : [];
  switch (state) {
    case "empty":
    case "checking":
      return [];
    case "unreadable":
      return [];
    case "unjudged":
      return runs ? [verify] : [];
    case "unsolved":
      return [...solve, ...browse(view)];
    case "verified":
      return [...(reviews ? reviewsOf(record?.state ?? null) : []), ...browse(view)];
    default:
      return [...(runs ? [verify] : []), ...solve, ...browse(view)];
  }
}

function solvesOf({ tried }: CellView): [string, CellAction][] {
  const solve: [string, CellAction] = [t("Solve"), "solve"];
  return tried ? [solve, [t("Solve Harder"), "solveHarder"]] : [solve];
}

function reviewsOf(state: NonNullable<CellView["record"]>["state"] | null): [string, CellAction][] {
  switch (state) {
    case "trained":
      return [];
    case "accepted":
      return [
        [t("Reject"), "reject"],
        [t("Reconsider"), "reconsider"],
      ];
    case "rejected":
      return [
        [t("Accept"), "accept"],
        [t("Reconsider"), "reconsider"],
      ];
    default:
      return [
        [t("Accept"), "accept"],
        [t("Reject"), "reject"],
      ];
  }
}

/** `‹ 2/5 ›` through the verified solutions. */
function browse({ cell, solutions }: CellView): [string, CellAction?][] {
  const at = solutions.findIndex(({ solution }) => solution === cell.g);
  if (solutions.length < (at === -1 ? 1 : 2)) return [];
  return [["‹", "previousSolution"], [`${at === -1 ? "–" : at + 1}/${solutions.length}`], ["›", "nextSolution"]];
}
