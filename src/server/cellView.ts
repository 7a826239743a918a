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

/**
 * The views of a document's cells, in their order. `seen` holds earlier ones with the same queue and settings: what has
 * not changed stays the same object.
 */
export function viewCells(
  cells: readonly KeyedCell[],
  problems: readonly DocumentProblem[],
  sources: ViewSources,
  seen = new WeakMap<KeyedCell, CellView>(),
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
    const view = seenView(seen.get(cell), own, sources) ?? viewCell(cell, own, sources);
    const twin = (view.puzzleId === null ? undefined : first.get(view.puzzleId)) ?? null;
    if (view.puzzleId !== null && twin === null) first.set(view.puzzleId, cell);
    const whole = twin === view.twin ? view : { ...view, twin };
    seen.set(cell, whole);
    return whole;
  });
}

/** A view where it still holds. One with problems is made anew: these may have changed beside f and g. */
function seenView(
  view: CellView | undefined,
  problems: readonly DocumentProblem[],
  { find }: ViewSources,
): CellView | undefined {
  if (view === undefined || view.problems.length + problems.length > 0) return undefined;
  const { text } = view.cell;
  return text === null || find(text) === view.findings ? view : undefined;
}

function viewCell(cell: KeyedCell, problems: readonly DocumentProblem[], sources: ViewSources): CellView {
  const { text } = cell;
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
