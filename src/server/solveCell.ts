/** Attempts at the puzzle of one cell, and the best of those that were verified. */
import { t } from "@vscode/l10n";
import { TextDocument } from "vscode-languageserver-textdocument";
import { attemptPuzzle } from "../core/attempts.ts";
import type { CellText } from "../core/cellCheck.ts";
import type { KeyedCell } from "../core/cellKeys.ts";
import { DocumentReader } from "../core/documentReader.ts";
import type { Judge, LanguageModel, Queue } from "../core/ports.ts";
import type { OpenPuzzle } from "../core/puzzle.ts";
import type { Recipe } from "../core/recipe.ts";
import type { SeedPuzzle } from "../core/seed.ts";
import type { Checks } from "./checks.ts";
import type { Refusal } from "./refusal.ts";
import type { ReviewDocument } from "./reviewDocument.ts";
import { solutionEdit } from "./solutionEdit.ts";

/** A puzzle that can be attempted, as its cell has it. */
export interface CellPuzzle {
  readonly puzzle: OpenPuzzle;
  /** The solution that stands in the cell, if it is a verified one. */
  readonly verified: string | null;
}

export interface SolveCounts {
  /** Most attempts that will be made. */
  readonly most: number;
  readonly attempts: number;
  readonly verified: number;
}

export interface SolveCellParts {
  readonly model: LanguageModel;
  readonly judge: Judge;
  readonly seeds: readonly SeedPuzzle[];
  /** Source of g as it is read once it stands in the cell. */
  readonly complete: (g: string) => string;
  /** Changes the queue where there is one to be written. */
  readonly record: (change: (queue: Queue) => void) => void;
  readonly onCounts: (counts: SolveCounts) => void;
}

/** Reads the puzzle, or says what is wrong with it. Throws what the checks throw. */
export async function readPuzzle(text: CellText, checks: Pick<Checks, "settle">): Promise<CellPuzzle | Refusal> {
  const { inspection, signatureFault, judgement } = await checks.settle(text);
  if (!inspection.ok) return { why: t("Python cannot read this puzzle: {0}.", inspection.detail.replace(/\.$/, "")) };
  if (signatureFault !== null) return { why: signatureFault };
  const { id, header } = inspection;
  return {
    puzzle: { id, f: text.f, header, shown: [] },
    verified: judgement?.verdict === "verified" ? text.g : null,
  };
}

/**
 * The shortest verified solution, the one in the cell among them; null where there is none. Every attempt is recorded
 * with its puzzle as soon as it has its verdict. Throws what the model, the judge and the queue throw.
 */
export async function findSolution(
  { puzzle, verified }: CellPuzzle,
  parameters: Recipe["solutions"],
  { record, onCounts, ...parts }: SolveCellParts,
  signal: AbortSignal,
): Promise<string | null> {
  const found = verified === null ? [] : [verified];
  const counts = { most: parameters.attempts, attempts: 0, verified: 0 };
  const onAttempt: Parameters<typeof attemptPuzzle>[2]["onAttempt"] = ({ g, sampled, tokens, judgement }) => {
    record((queue) => {
      queue.addPuzzle(null, puzzle, 0);
      queue.addAttempt(null, { puzzleId: puzzle.id, g, tokens }, judgement);
      queue.keepShortest(puzzle.id, parameters.kept);
    });
    counts.attempts += 1;
    if (judgement.verdict === "verified") {
      counts.verified += 1;
      found.push(sampled);
    }
    onCounts({ ...counts });
  };
  await attemptPuzzle(puzzle, parameters, { ...parts, onAttempt }, signal);
  return found.reduce<string | null>((best, g) => (best === null || g.length < best.length ? g : best), null);
}

/**
 * How `document` reads a solution that is put into its cell: with the imports above it that the solution uses, which the
 * judge then needs to see. Later changes of the document do not matter.
 */
export function solutionReader({ text, cells }: ReviewDocument, cell: KeyedCell): (g: string) => string {
  const reader = new DocumentReader();
  const index = cells.indexOf(cell);
  const before = TextDocument.create(text.uri, text.languageId, text.version, text.getText());
  return (g) => {
    const edit = solutionEdit(cell, g);
    return (edit && reader.read(TextDocument.applyEdits(before, [edit])).cells[index]?.g) ?? g;
  };
}
