/** Puzzle documents in the Test Explorer: each pair is a test, which the judge runs. */
import * as vscode from "vscode";
import { titleOf } from "../core/puzzleTitle.ts";
import { CELL_COMMANDS, type CellMark } from "../protocol/lspMessages.ts";
import { debugPair } from "./debugPair.ts";
import type { ReviewCells } from "./reviewCells.ts";

const PUZZLE_FILES = "**/*.puzzle.py";
/** States in which a pair has no verdict. */
const WITHOUT_VERDICT: readonly CellMark["state"][] = ["empty", "unsolved", "checking", "unjudged"];

export class TestExplorer implements vscode.Disposable {
  readonly #cells: ReviewCells;
  readonly #report: (error: unknown) => void;
  readonly #tests = vscode.tests.createTestController("autodidact.pairs", vscode.l10n.t("Puzzles"));
  readonly #subscriptions: vscode.Disposable[] = [this.#tests];

  constructor(cells: ReviewCells, report: (error: unknown) => void) {
    this.#cells = cells;
    this.#report = report;
    const { Run, Debug } = vscode.TestRunProfileKind;
    const run = this.#reported((request, token) => this.#run(request, token));
    const debug = this.#reported((request) => this.#debug(request));
    this.#tests.createRunProfile(vscode.l10n.t("Judge"), Run, run, true);
    this.#tests.createRunProfile(vscode.l10n.t("Debug Outside the Sandbox"), Debug, debug, true);
    this.#tests.resolveHandler = (file) => (file === undefined ? this.#findFiles() : this.#readFile(file));
    this.#subscriptions.push(
      cells.onDidChange((uri) => this.#showCells(vscode.Uri.parse(uri))),
      vscode.workspace.onDidDeleteFiles(({ files }) => {
        for (const uri of files) {
          this.#tests.items.delete(uri.toString());
        }
      }),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  /** What the explorer lists, for those who test it. */
  get items(): vscode.TestItemCollection {
    return this.#tests.items;
  }

  #reported(work: (request: vscode.TestRunRequest, token: vscode.CancellationToken) => Promise<void>) {
    return (request: vscode.TestRunRequest, token: vscode.CancellationToken) =>
      work(request, token).catch(this.#report);
  }

  async #findFiles(): Promise<void> {
    for (const uri of await vscode.workspace.findFiles(PUZZLE_FILES)) {
      this.#fileItem(uri);
    }
  }

  #fileItem(uri: vscode.Uri): vscode.TestItem {
    const known = this.#tests.items.get(uri.toString());
    if (known !== undefined) {
      return known;
    }
    const item = this.#tests.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.#tests.items.add(item);
    return item;
  }

  /** Opens the document behind the scenes: the server then tells its cells. */
  async #readFile({ uri }: vscode.TestItem): Promise<void> {
    if (uri !== undefined) {
      await vscode.workspace.openTextDocument(uri);
    }
  }

  #showCells(uri: vscode.Uri): void {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const cells = this.#cells.of(uri.toString());
    if (document === undefined || cells.length === 0) {
      return;
    }
    const file = this.#fileItem(uri);
    const pairs = cells.filter(({ g }) => g !== null);
    file.children.replace(pairs.map((cell) => this.#pairItem(file, cell, document)));
  }

  #pairItem(file: vscode.TestItem, cell: CellMark, document: vscode.TextDocument): vscode.TestItem {
    const text = document.getText(new vscode.Range(cell.line, 0, cell.g ?? cell.end, 0));
    const item = file.children.get(cell.key) ?? this.#tests.createTestItem(cell.key, titleOf(text), document.uri);
    item.label = titleOf(text);
    item.range = new vscode.Range(cell.f ?? cell.line, 0, cell.end - 1, 0);
    return item;
  }

  async #run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.#tests.createTestRun(request);
    try {
      for (const [uri, items] of await this.#pairsOf(request)) {
        if (token.isCancellationRequested) {
          break;
        }
        for (const item of items) {
          run.started(item);
        }
        await vscode.commands.executeCommand(
          CELL_COMMANDS.verify,
          uri,
          items.map(({ id }) => id),
        );
        await this.#settled(uri, items, token);
        for (const item of items) {
          this.#tell(run, uri, item);
        }
      }
    } finally {
      run.end();
    }
  }

  /** The pairs that a request means, by document. */
  async #pairsOf({ include, exclude }: vscode.TestRunRequest): Promise<Map<string, vscode.TestItem[]>> {
    if (include === undefined) {
      await this.#findFiles();
    }
    const pairs = new Map<string, vscode.TestItem[]>();
    for (const item of include ?? [...this.#tests.items].map(([, file]) => file)) {
      const isFile = item.parent === undefined;
      if (isFile && item.children.size === 0) {
        await this.#readFile(item);
      }
      const meant = (isFile ? [...item.children].map(([, child]) => child) : [item]).filter(
        (each) => exclude?.includes(each) !== true,
      );
      const uri = item.uri?.toString();
      if (uri !== undefined && meant.length > 0) {
        pairs.set(uri, [...(pairs.get(uri) ?? []), ...meant]);
      }
    }
    return pairs;
  }

  /** Waits until the server has told the verdicts. */
  async #settled(uri: string, items: readonly vscode.TestItem[], token: vscode.CancellationToken): Promise<void> {
    const isOpen = () => items.some(({ id }) => this.#mark(uri, id)?.state === "checking");
    while (isOpen() && !token.isCancellationRequested) {
      await new Promise<void>((resolve) => {
        const listening = this.#cells.onDidChange(() => {
          listening.dispose();
          resolve();
        });
      });
    }
  }

  #mark(uri: string, key: string): CellMark | undefined {
    return this.#cells.of(uri).find((cell) => cell.key === key);
  }

  #tell(run: vscode.TestRun, uri: string, item: vscode.TestItem): void {
    const cell = this.#mark(uri, item.id);
    if (cell === undefined || WITHOUT_VERDICT.includes(cell.state)) {
      run.skipped(item);
    } else if (cell.state === "verified") {
      run.passed(item);
    } else {
      const message = new vscode.TestMessage(cell.detail);
      message.location = new vscode.Location(vscode.Uri.parse(uri), new vscode.Position(cell.g ?? cell.line, 0));
      run.failed(item, message);
    }
  }

  async #debug({ include }: vscode.TestRunRequest): Promise<void> {
    const [item] = include ?? [];
    if (item?.uri !== undefined && item.range !== undefined && item.parent !== undefined) {
      await debugPair(item.uri, item.range);
    }
  }
}
