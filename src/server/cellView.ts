/** All that there is to show of one cell: its text, what the checks found, where the queue has it. */
import type { CellFindings, CellText } from "../core/cellCheck.ts";
import type { KeyedCell } from "../core/cellKeys.ts";
import type { QueuedPair } from "../core/ports.ts";
import type { DocumentProblem } from "../core/puzzleDocument.ts";
import type { CellMark, CellState } from "../protocol/lspMessages.ts";

export interface CellView {
  readonly cell: KeyedCell;
  readonly state: CellState;
  readonly findings: CellFindings | undefined;
  /** Content id; null while it is not known. */
  readonly puzzleId: string | null;
  /** What reading the document found wrong in the cell. */
  readonly problems: readonly DocumentProblem[];
  /** The first of the document's cells with the same puzzle, where this one is a later one. */
  readonly twin: KeyedCell | null;
  readonly known: "inSeeds" | "inHeldOut" | null;
  /** The very pair in the queue. */
  readonly record: QueuedPair | null;
  /** The queue's solutions of the puzzle, the shortest first. */
  readonly solutions: readonly QueuedPair[];
  /** Attempts were made at the puzzle, and none was verified. */
  readonly tried: boolean;
}

export interface ViewSources {
  readonly find: (text: CellText) => CellFindings | undefined;
  /** The judge cannot or must not run. */
  readonly unjudged: boolean;
  readonly pairsOf: (puzzleId: string) => readonly QueuedPair[];
  readonly isTried: (puzzleId: string) => boolean;
  readonly known: (puzzleId: string) => CellView["known"];
}

/** The views of a document's cells, in their order. */
export function viewCells(
  cells: readonly KeyedCell[],
  problems: readonly DocumentProblem[],
  sources: ViewSources,
): CellView[] {
  const first = new Map<string, KeyedCell>();
  let next = 0;
  return cells.map((cell) => {
    const own: DocumentProblem[] = [];
    for (
      let problem = problems[next];
      problem !== undefined && problem.line < cell.lines.end;
      problem = problems[next]
    ) {
      if (problem.line >= cell.lines.start) own.push(problem);
      next += 1;
    }
    const view = viewCell(cell, own, sources);
    if (view.puzzleId === null) return view;
    const twin = first.get(view.puzzleId) ?? null;
    if (twin === null) first.set(view.puzzleId, cell);
    return { ...view, twin };
  });
}

function viewCell(cell: KeyedCell, problems: readonly DocumentProblem[], sources: ViewSources): CellView {
  const text = textOf(cell);
  const findings = text === null ? undefined : sources.find(text);
  const read = findings?.inspection.ok === true ? findings.inspection.id : null;
  const recorded = read === null && text !== null ? recordOf(cell.id, text, sources) : null;
  const puzzleId = read ?? recorded?.puzzleId ?? null;
  const solutions = puzzleId === null ? [] : sources.pairsOf(puzzleId);
  const record = recorded ?? solutions.find(({ solution }) => solution === cell.g) ?? null;
  const known = puzzleId === null ? null : sources.known(puzzleId);
  const tried = puzzleId !== null && sources.isTried(puzzleId);
  const state = text === null ? "empty" : stateOf(text, findings, recorded, sources.unjudged);
  return { cell, state, findings, puzzleId, problems, twin: null, known, record, solutions, tried };
}

/** The queue's record of exactly this text, whose verdict then is the cell's: no check is needed. */
export function recordOf(
  id: string | null,
  { f, g }: CellText,
  sources: Pick<ViewSources, "pairsOf">,
): QueuedPair | null {
  if (id === null || g === null) return null;
  return sources.pairsOf(id).find((pair) => pair.solution === g && pair.puzzle === f) ?? null;
}

/** What the cell's checks are about; null where there is no puzzle in it. */
export function textOf({ f, g }: KeyedCell): CellText | null {
  return f === null ? null : { f, g };
}

function stateOf(
  { g }: CellText,
  findings: CellFindings | undefined,
  recorded: QueuedPair | null,
  unjudged: boolean,
): CellState {
  if (findings === undefined) {
    if (recorded !== null) return recorded.verdict;
    return unjudged ? "unjudged" : "checking";
  }
  if (!findings.inspection.ok || findings.signatureFault !== null) return "unreadable";
  if (g === null) return "unsolved";
  return findings.judgement?.verdict ?? (unjudged ? "unjudged" : "checking");
}

/** The answer that the pair was judged by, or its record tells; null where there is none. */
export function answerOf({ findings, record }: CellView): string | null {
  return findings?.judgement?.answer ?? record?.answer ?? null;
}

/** The verdict in words. */
export function detailOf({ findings }: CellView): string {
  if (findings === undefined) return "";
  const { inspection, signatureFault, judgement } = findings;
  return inspection.ok ? (signatureFault ?? judgement?.detail ?? "") : inspection.detail;
}

function isTrivial({ findings }: CellView): boolean {
  return (findings?.probe?.trivialAnswer ?? null) !== null;
}

/** What the editor marks. */
export function markOf(view: CellView): CellMark {
  const { cell, state, puzzleId, record, twin, known } = view;
  return {
    key: cell.key,
    puzzle: puzzleId,
    line: cell.lines.start,
    end: cell.lines.end,
    f: cell.fLine,
    g: cell.gLine,
    state,
    review: record?.state ?? null,
    detail: detailOf(view),
    trivial: isTrivial(view),
    duplicate: twin !== null || known !== null,
  };
}
