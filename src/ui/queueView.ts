/** The queue as a tree: rounds where there are several, review states with their counts, pairs a page at a time. */
import * as vscode from "vscode";
import type { QueuedPair } from "../core/ports.ts";
import { PAIR_SORTS, type PairSelection, type PairSort } from "../core/review.ts";
import type { Memory, QueueAccess } from "./ports.ts";
import { itemOf } from "./queueItems.ts";
import { idOf, neighbourOf, type PairNode, type QueueNode, rootsOf, type StateNode, statesOf } from "./queueNodes.ts";
import { nameOfSort } from "./queuePickers.ts";
import { TreeCursor } from "./treeCursor.ts";

const ID = "autodidact.queue";
const PAGE = 50;
const SORT = "queueSort";

export class QueueView implements vscode.TreeDataProvider<QueueNode>, vscode.Disposable {
  readonly #queue: QueueAccess;
  readonly #memory: Memory;
  readonly #changed = new vscode.EventEmitter<QueueNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** Pages that are open, by the id of their state's node. */
  readonly #pages = new Map<string, number>();
  /** What each node had under it when it was last read, and which node that was, by id. */
  readonly #listed = new Map<string, readonly QueueNode[]>();
  readonly #parents = new Map<string, QueueNode>();
  readonly #tree: vscode.TreeView<QueueNode>;
  readonly #cursor = new TreeCursor(ID);
  #sort: PairSort;
  #filter: string | undefined;
  #message: string | undefined;

  constructor(queue: QueueAccess, memory: Memory) {
    this.#queue = queue;
    this.#memory = memory;
    this.#sort = PAIR_SORTS.find((sort) => sort === memory.get(SORT)) ?? "newest";
    this.#tree = vscode.window.createTreeView(ID, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#describe();
  }

  dispose(): void {
    this.#tree.dispose();
    this.#cursor.dispose();
    this.#changed.dispose();
  }

  /** Reads the queue again. */
  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** The sentence above the tree; undefined for none. */
  set message(text: string | undefined) {
    this.#message = text;
    this.#describe();
  }

  /** The line above the tree as it stands, with the filter that is set. */
  get shownMessage(): string {
    return this.#tree.message ?? "";
  }

  get selection(): readonly QueueNode[] {
    return this.#tree.selection;
  }

  /** The node at the cursor, also where the tree is just being read again. */
  findCursor(): Promise<QueueNode | undefined> {
    return this.#cursor.find();
  }

  get sort(): PairSort {
    return this.#sort;
  }

  async sortBy(sort: PairSort): Promise<void> {
    this.#sort = sort;
    this.#restart();
    await this.#memory.update(SORT, sort);
  }

  get filter(): string | undefined {
    return this.#filter;
  }

  /** Shows only what has `text` in it; undefined or blank: everything. */
  filterBy(text: string | undefined): void {
    const trimmed = text?.trim() ?? "";
    this.#filter = trimmed === "" ? undefined : trimmed;
    void vscode.commands.executeCommand("setContext", "autodidact.filtered", this.#filter !== undefined);
    this.#restart();
  }

  /** The pairs under a node as the tree shows them, on all pages. */
  selectionUnder({ state, round }: Pick<StateNode, "state" | "round">): PairSelection {
    return {
      state,
      ...(round === undefined ? {} : { round }),
      ...(this.#filter === undefined ? {} : { filter: this.#filter }),
    };
  }

  showMore(under: StateNode): void {
    this.#pages.set(idOf(under), (this.#pages.get(idOf(under)) ?? 1) + 1);
    this.refresh();
  }

  /** Reads the queue again after pairs have left their place; the cursor goes to the next one, which is returned. */
  async goOnFrom(leaving: readonly PairNode[]): Promise<PairNode[]> {
    const [first] = leaving;
    const parent = first && this.getParent(first);
    return this.#goTo(parent && neighbourOf(this.#listed.get(idOf(parent)) ?? [], leaving));
  }

  /** Reads the queue again after pairs have come back to their places; the cursor goes to the uppermost, if it is shown. */
  async goBackTo(pairIds: readonly string[]): Promise<PairNode[]> {
    const [id] = pairIds;
    const pair = id === undefined ? undefined : await this.#queue.pair(id);
    const siblings = pair === undefined ? [] : await this.#listedBeside(pair);
    const back = new Set(pairIds);
    return this.#goTo(siblings.find((node): node is PairNode => node.kind === "pair" && back.has(node.pair.id)));
  }

  async getChildren(node?: QueueNode): Promise<QueueNode[]> {
    try {
      const children = await this.#childrenOf(node);
      if (node !== undefined) {
        this.#listed.set(idOf(node), children);
        for (const child of children) this.#parents.set(idOf(child), node);
      }
      return children;
    } catch {
      return []; // a queue that cannot be read: the message above the tree says so
    }
  }

  getParent(node: QueueNode): QueueNode | undefined {
    return this.#parents.get(idOf(node));
  }

  getTreeItem(node: QueueNode): vscode.TreeItem {
    return itemOf(node);
  }

  async #goTo(node: PairNode | undefined): Promise<PairNode[]> {
    this.refresh();
    if (node === undefined) return [];
    await this.#tree.reveal(node, { select: true, focus: true });
    return [node];
  }

  /** What stands where a pair does, on the pages that are open. */
  async #listedBeside({ state, round }: QueuedPair): Promise<QueueNode[]> {
    let nodes = await this.getChildren();
    const ofRound = nodes.find((node) => node.kind === "round" && node.counts.round === round);
    if (ofRound !== undefined) nodes = await this.getChildren(ofRound);
    const ofState = nodes.find((node) => node.kind === "state" && node.state === state);
    return ofState === undefined ? [] : await this.getChildren(ofState);
  }

  async #childrenOf(node?: QueueNode): Promise<QueueNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.#roots();
      case "round":
        return statesOf(node);
      case "state":
        return this.#pairsOf(node);
      default:
        return [];
    }
  }

  async #roots(): Promise<QueueNode[]> {
    const stats = await this.#queue.stats();
    const badge = stats?.pairs.pending ?? 0;
    this.#tree.badge = badge > 0 ? { value: badge, tooltip: vscode.l10n.t("{0} pairs to review", badge) } : undefined;
    return [...rootsOf(await this.#queue.rounds(this.#filter))]; // none: the view's welcome says what to do next
  }

  async #pairsOf(node: StateNode): Promise<QueueNode[]> {
    const limit = PAGE * (this.#pages.get(idOf(node)) ?? 1);
    const pairs = await this.#queue.pairs({ ...this.selectionUnder(node), sort: this.#sort, limit });
    const nodes: QueueNode[] = pairs.map((pair) => ({ kind: "pair", pair }));
    const left = node.count - pairs.length;
    return left > 0 ? [...nodes, { kind: "more", under: node, left }] : nodes;
  }

  /** Another list: from its first page. */
  #restart(): void {
    this.#pages.clear();
    this.#describe();
    this.refresh();
  }

  #describe(): void {
    const filter = this.#filter === undefined ? [] : [vscode.l10n.t("Only pairs with “{0}”.", this.#filter)];
    this.#tree.message = [...(this.#message === undefined ? [] : [this.#message]), ...filter].join(" ");
    this.#tree.description = this.#sort === "newest" ? "" : nameOfSort(this.#sort);
  }
}
