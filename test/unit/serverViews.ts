/** Views of cells as the features of the language server get them, without judge or queue. */

import type { CellFindings } from "../../src/core/cellCheck.ts";
import { keepKeys } from "../../src/core/cellKeys.ts";
import type { QueuedPair } from "../../src/core/ports.ts";
import type { Judgement, Probe, Verdict } from "../../src/core/puzzle.ts";
import { parseDocument } from "../../src/core/puzzleDocument.ts";
import { type CellView, type ViewSources, viewCells } from "../../src/server/cellView.ts";

export const ID = "0123456789abcdef";
export const F = "def f(x: int, n=5):\n    return x == n";
export const G = "def g(n=5):\n    return n";
export const CELL = `# %%\n${F}\n\n\n${G}\n`;

const SOUND: Probe = { unsound: null, trivialAnswer: null };

/** Findings of a puzzle that can be read; its probe is sound unless told otherwise. */
export function findingsOf(judgement: Partial<Judgement> | null, probe: Partial<Probe> = {}): CellFindings {
  const inspection = {
    ok: true,
    id: ID,
    f: F,
    parameters: [],
    variadic: false,
    hasReturn: true,
    answerMentions: 2,
    header: "def g(n=5):",
  } as const;
  const found = judgement === null ? null : ({ verdict: "refuted", detail: "", ms: 1, ...judgement } as Judgement);
  return { inspection, signatureFault: null, judgement: found, probe: { ...SOUND, ...probe } };
}

export function findingsWith(verdict: Verdict, detail = "", answer?: string): CellFindings {
  return findingsOf({ verdict, detail, ...(answer === undefined ? {} : { answer }) } as Partial<Judgement>);
}

export function unreadable(detail: string, line?: number): CellFindings {
  const inspection = { ok: false, problem: "syntax", detail, ...(line === undefined ? {} : { line }) } as const;
  return { inspection, signatureFault: null, judgement: null, probe: null };
}

export function queuedPair(more: Partial<QueuedPair> = {}): QueuedPair {
  return {
    id: "p1",
    puzzleId: ID,
    puzzle: F,
    solution: G,
    verdict: "verified",
    answer: "5",
    state: "pending",
    round: 1,
    model: "tiny",
    solveRate: 0.4,
    ...{ recipe: "quick", ms: 1, addedAt: 0, note: "", tags: [] },
    ...more,
  };
}

/** The views of `text`'s cells. */
export function viewsOf(text: string, sources: Partial<ViewSources> = {}): CellView[] {
  const { cells, problems } = parseDocument(text);
  let count = 0;
  const keyed = keepKeys([], cells, () => `k${++count}`);
  const nothing: ViewSources = {
    find: () => undefined,
    unjudged: false,
    pairsOf: () => [],
    known: () => null,
    isTried: () => false,
  };
  return viewCells(keyed, problems, { ...nothing, ...sources });
}

/** The view of a text with one cell, of which `findings` were found. */
export function viewOf(text: string, findings?: CellFindings, sources: Partial<ViewSources> = {}): CellView {
  const [view] = viewsOf(text, { find: () => findings, ...sources });
  if (view === undefined) throw new Error("The text has no cell.");
  return view;
}
