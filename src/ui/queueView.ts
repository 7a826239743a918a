/** The queue as a tree: review states with their counts, and under each its pairs, a page at a time. */
import * as vscode from "vscode";
import type { QueuedPair } from "../core/ports.ts";
import { REVIEW_STATES, type ReviewState } from "../core/puzzle.ts";
import { COMMANDS } from "./commands.ts";
import type { QueueAccess } from "./ports.ts";
import { type PairNode, type QueueNode, titleOf } from "./queueNodes.ts";

const PAGE = 50;

const STATE_ICONS: Readonly<Record<ReviewState, vscode.ThemeIcon>> = {
  pending: new vscode.ThemeIcon("circle-large-outline", new vscode.ThemeColor("charts.yellow")),
  accepted: new vscode.ThemeIcon("pass", new vscode.ThemeColor("charts.green")),
  rejected: new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("charts.red")),
  trained: new vscode.ThemeIcon("mortar-board", new vscode.ThemeColor("charts.blue")),
};

export class QueueView implements vscode.TreeDataProvider<QueueNode>, vscode.Disposable {
  readonly #queue: QueueAccess;
  readonly #changed = new vscode.EventEmitter<QueueNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** Pages that are open, by state. */
  readonly #pages = new Map<ReviewState, number>();
  readonly #tree: vscode.TreeView<QueueNode>;

  constructor(queue: QueueAccess) {
    this.#queue = queue;
    this.#tree = vscode.window.createTreeView("autodidact.queue", {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
  }

  dispose(): void {
    this.#tree.dispose();
    this.#changed.dispose();
  }

  /** Reads the queue again. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** The sentence above the tree; undefined for none. */
  set message(text: string | undefined) {
    this.#tree.message = text ?? "";
  }

  get selection(): readonly QueueNode[] {
    return this.#tree.selection;
  }

  showMore(state: ReviewState): void {
    this.#pages.set(state, (this.#pages.get(state) ?? 1) + 1);
    this.refresh();
  }

  /** Brings the tree to the front. */
  async focus(): Promise<void> {
    await vscode.commands.executeCommand("autodidact.queue.focus");
  }

  async getChildren(node?: QueueNode): Promise<QueueNode[]> {
    try {
      return node === undefined ? await this.#states() : node.kind === "state" ? await this.#pairsOf(node) : [];
    } catch {
      return []; // a queue that cannot be read: the message above the tree says so
    }
  }

  getTreeItem(node: QueueNode): vscode.TreeItem {
    switch (node.kind) {
      case "state":
        return stateItem(node.state, node.count);
      case "pair":
        return pairItem(node);
      case "more":
        return moreItem(node);
    }
  }

  async #states(): Promise<QueueNode[]> {
    const stats = await this.#queue.stats();
    const badge = stats?.pairs.pending ?? 0;
    this.#tree.badge = badge > 0 ? { value: badge, tooltip: vscode.l10n.t("{0} pairs to review", badge) } : undefined;
    if (stats === undefined || REVIEW_STATES.every((state) => stats.pairs[state] === 0)) {
      return []; // the view's welcome says what to do next
    }
    return REVIEW_STATES.map((state) => ({ kind: "state", state, count: stats.pairs[state] }));
  }

  async #pairsOf({ state, count }: { state: ReviewState; count: number }): Promise<QueueNode[]> {
    const pairs = await this.#queue.pairs({ state, limit: PAGE * (this.#pages.get(state) ?? 1) });
    const nodes: QueueNode[] = pairs.map((pair) => ({ kind: "pair", pair }));
    const left = count - pairs.length;
    return left > 0 ? [...nodes, { kind: "more", state, left }] : nodes;
  }
}

/** A review state in the reader's language. */
function nameOf(state: ReviewState): string {
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

function stateItem(state: ReviewState, count: number): vscode.TreeItem {
  const collapsed = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(
    nameOf(state),
    count === 0 ? collapsed.None : state === "pending" ? collapsed.Expanded : collapsed.Collapsed,
  );
  item.id = state;
  item.description = count.toLocaleString(vscode.env.language);
  item.iconPath = STATE_ICONS[state];
  item.contextValue = `state.${state}`;
  item.accessibilityInformation = { label: vscode.l10n.t("{0}: {1} pairs", nameOf(state), count) };
  return item;
}

function pairItem({ pair }: PairNode): vscode.TreeItem {
  const item = new vscode.TreeItem(titleOf(pair.puzzle));
  item.id = pair.id;
  item.description = pair.solveRate === null ? pair.model : `${percent(pair.solveRate)} · ${pair.model}`;
  item.iconPath = new vscode.ThemeIcon("symbol-method");
  item.contextValue = `pair.${pair.state}`;
  item.tooltip = tooltipOf(pair);
  item.command = {
    command: COMMANDS.openPair.id,
    title: vscode.l10n.t("Open Pair"),
    arguments: [{ kind: "pair", pair } satisfies PairNode],
  };
  return item;
}

function moreItem(node: QueueNode & { kind: "more" }): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t("More… ({0} left)", node.left.toLocaleString(vscode.env.language)));
  item.id = `more.${node.state}`;
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
  text.appendText(`\n${[pair.model, vscode.l10n.t("round {0}", pair.round), ...solved].join(" · ")}`);
  return text;
}

function percent(rate: number): string {
  return rate.toLocaleString(vscode.env.language, { style: "percent", maximumFractionDigits: 0 });
}
