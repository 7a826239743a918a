/** How each node of the queue's tree looks. */
import * as vscode from "vscode";
import type { QueuedPair } from "../core/ports.ts";
import { REVIEW_STATES, type ReviewState } from "../core/puzzle.ts";
import { titleOf } from "../core/puzzleTitle.ts";
import { COMMANDS } from "./commands.ts";
import { idOf, type MoreNode, type PairNode, type QueueNode, type RoundNode, type StateNode } from "./queueNodes.ts";

const STATE_ICONS: Readonly<Record<ReviewState, vscode.ThemeIcon>> = {
  pending: new vscode.ThemeIcon("circle-large-outline", new vscode.ThemeColor("charts.yellow")),
  accepted: new vscode.ThemeIcon("pass", new vscode.ThemeColor("charts.green")),
  rejected: new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("charts.red")),
  trained: new vscode.ThemeIcon("mortar-board", new vscode.ThemeColor("charts.blue")),
};

export function itemOf(node: QueueNode): vscode.TreeItem {
  const item = lookOf(node);
  item.id = idOf(node);
  return item;
}

/** A review state in the reader's language. */
export function nameOf(state: ReviewState): string {
  switch (state) {
    case "pending":
      return vscode.l10n.t("Pending");
    case "accepted":
      return vscode.l10n.t("Accepted");
    case "rejected":
      return vscode.l10n.t("Rejected");
    case "trained":
      return vscode.l10n.t("Trained");
  }
}

function lookOf(node: QueueNode): vscode.TreeItem {
  switch (node.kind) {
    case "round":
      return roundItem(node);
    case "state":
      return stateItem(node);
    case "pair":
      return pairItem(node);
    case "more":
      return moreItem(node);
  }
}

function roundItem({ counts: { round, pairs } }: RoundNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const name = round === 0 ? vscode.l10n.t("By Hand") : vscode.l10n.t("Round {0}", round);
  const item = new vscode.TreeItem(name, pairs.pending > 0 ? Expanded : Collapsed);
  const all = REVIEW_STATES.reduce((sum, state) => sum + pairs[state], 0);
  item.description = number(all);
  item.iconPath = new vscode.ThemeIcon(round === 0 ? "edit" : "sync");
  item.contextValue = pairs.pending > 0 ? "round.pending" : "round";
  item.accessibilityInformation = { label: vscode.l10n.t("{0}: {1} pairs", name, all) };
  return item;
}

function stateItem({ state, count }: StateNode): vscode.TreeItem {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(nameOf(state), count === 0 ? None : state === "pending" ? Expanded : Collapsed);
  item.description = number(count);
  item.iconPath = STATE_ICONS[state];
  item.contextValue = count === 0 ? "state.empty" : `state.${state}`;
  item.accessibilityInformation = { label: vscode.l10n.t("{0}: {1} pairs", nameOf(state), count) };
  return item;
}

function pairItem(node: PairNode): vscode.TreeItem {
  const { pair } = node;
  const item = new vscode.TreeItem(titleOf(pair.puzzle));
  const tags = pair.tags.map((tag) => `#${tag}`);
  const rate = pair.solveRate === null ? [] : [percent(pair.solveRate)];
  item.description = [...rate, pair.model, ...tags].join(" · ");
  item.iconPath = new vscode.ThemeIcon(pair.note === "" ? "symbol-method" : "note");
  item.contextValue = `pair.${pair.state}`;
  item.tooltip = tooltipOf(pair);
  item.command = { command: COMMANDS.openPair.id, title: vscode.l10n.t("Open Pair"), arguments: [node] };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("More… ({0} left)", number(node.left)));
  item.iconPath = new vscode.ThemeIcon("ellipsis");
  item.command = { command: COMMANDS.showMore.id, title: vscode.l10n.t("Show More"), arguments: [node] };
  return item;
}

function tooltipOf(pair: QueuedPair): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendCodeblock(`${pair.puzzle.trimEnd()}\n\n${pair.solution.trimEnd()}`, "python");
  text.appendMarkdown(`${vscode.l10n.t("Answer")}: `);
  text.appendText(pair.answer);
  const solved =
    pair.solveRate === null ? [] : [vscode.l10n.t("{0} of the attempts solved it", percent(pair.solveRate))];
  const facts = [pair.model, vscode.l10n.t("round {0}", pair.round), ...solved];
  text.appendMarkdown("\n\n");
  text.appendText([...facts, ...pair.tags.map((tag) => `#${tag}`)].join(" · "));
  if (pair.note !== "") {
    text.appendMarkdown("\n\n---\n\n");
    text.appendText(pair.note);
  }
  return text;
}

function number(count: number): string {
  return count.toLocaleString(vscode.env.language);
}

function percent(rate: number): string {
  return rate.toLocaleString(vscode.env.language, { style: "percent", maximumFractionDigits: 0 });
}
