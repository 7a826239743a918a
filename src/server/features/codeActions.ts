/** What can be mended or written for the person: quick fixes of our findings, a solution's header, sorted imports. */
import { t } from "@vscode/l10n";
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { LineRange } from "../../core/puzzleDocument.ts";
import { answerOf, type CellView } from "../cellView.ts";
import { addCellLines, removeCells, removeDefinition } from "../fixes/cells.ts";
import { importName, sortImports } from "../fixes/imports.ts";
import { rename, renamingsOf } from "../fixes/names.ts";
import { addDefaults, annotateAnswer } from "../fixes/signature.ts";
import { solutionEdit } from "../solutionEdit.ts";
import type { FindingCode } from "./diagnostics.ts";

const SORT_IMPORTS = `${CodeActionKind.Source}.sortImports`;
export const CODE_ACTION_KINDS = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, SORT_IMPORTS];

/** The document that actions are for. */
export interface ActionDocument {
  readonly lines: readonly string[];
  readonly headLines: LineRange;
  readonly views: readonly CellView[];
  readonly changeOf: (edits: readonly TextEdit[]) => WorkspaceEdit;
}

/** An action before it is one of the protocol's. */
interface Fix {
  readonly title: string;
  readonly edits: readonly (TextEdit | null)[];
  /** It is what nearly everybody would do. */
  readonly preferred?: boolean;
}

/** The actions for the lines of `range`, of the kinds that are asked for. */
export function codeActions(
  document: ActionDocument,
  { range, context }: Omit<CodeActionParams, "textDocument">,
): CodeAction[] {
  const wants = (kind: string) => context.only?.some((only) => `${kind}.`.startsWith(`${only}.`)) ?? true;
  const act = (kind: string, { title, edits, preferred }: Fix): CodeAction[] => {
    const made = edits.filter((edit) => edit !== null);
    if (made.length === 0 || !wants(kind)) return [];
    return [{ title, kind, edit: document.changeOf(made), ...(preferred === true && { isPreferred: true }) }];
  };
  const fixes = context.diagnostics.flatMap((diagnostic) => {
    const { line } = diagnostic.range.start;
    const view = document.views.find(({ cell: { lines } }) => lines.start <= line && line < lines.end);
    if (diagnostic.source !== "autodidact" || view === undefined) return [];
    return fixesOf(diagnostic.code as FindingCode, line, view, document).flatMap((fix) =>
      act(CodeActionKind.QuickFix, fix).map((action) => ({ ...action, diagnostics: [diagnostic] })),
    );
  });
  const here = document.views.filter(
    ({ cell: { lines } }) => lines.start <= range.end.line && range.start.line < lines.end,
  );
  return [
    ...fixes,
    ...here.flatMap((view) => act(CodeActionKind.RefactorRewrite, writeHeader(view))),
    ...act(SORT_IMPORTS, { title: t("Sort the imports"), edits: [sortImports(document.lines, document.headLines)] }),
  ];
}

function fixesOf(code: FindingCode, line: number, view: CellView, document: ActionDocument): Fix[] {
  const { lines, views } = document;
  switch (code) {
    case "signature":
      return signatureFixes(view, lines);
    case "noPuzzle":
      return nameFixes(view, lines);
    case "raised":
    case "unsound":
      return importFixes(view, document);
    case "noCellLine":
      return [
        {
          title: t("Begin each puzzle with a `# %%` line"),
          edits: addCellLines(lines, startsWithoutLine(views)),
          preferred: true,
        },
      ];
    case "duplicate":
      return duplicateFixes(view, document);
    case "secondSolution":
      return [{ title: t("Remove the second solution"), edits: [removeDefinition(lines, line)] }];
    default:
      return [];
  }
}

function signatureFixes(view: CellView, lines: readonly string[]): Fix[] {
  const { cell, findings } = view;
  if (findings?.inspection.ok !== true || cell.fLine === null) return [];
  const { parameters, variadic } = findings.inspection;
  if (variadic) return [];
  const signature = { lines, fLine: cell.fLine, parameters };
  const answer = answerOf(view) ?? view.solutions[0]?.answer ?? null;
  return [
    { title: t("Annotate the answer"), edits: [annotateAnswer(signature, answer)], preferred: true },
    { title: t("Give each input a default"), edits: addDefaults(signature), preferred: true },
  ];
}

function nameFixes({ cell }: CellView, lines: readonly string[]): Fix[] {
  const renamings = renamingsOf(lines, cell.lines);
  const [first, second] = renamings;
  if (first === undefined) return [];
  const title =
    second === undefined
      ? t("Rename {0} to f", first.from)
      : t("Rename {0} to f and {1} to g", first.from, second.from);
  return [{ title, edits: rename(lines, cell.lines, renamings), preferred: true }];
}

function importFixes({ findings }: CellView, { lines, headLines }: ActionDocument): Fix[] {
  const told = [findings?.judgement?.detail ?? "", findings?.probe?.unsound ?? ""];
  const names = told.flatMap((text) => /raised NameError\b.*?: name '(\w+)' is not defined/.exec(text)?.[1] ?? []);
  return [...new Set(names)].map((name) => ({
    title: t("Import {0}", name),
    edits: [importName(lines, headLines, name)],
    preferred: true,
  }));
}

function startsWithoutLine(views: readonly CellView[]): number[] {
  return views.flatMap(({ problems }) => problems.filter(({ kind }) => kind === "noCellLine").map(({ line }) => line));
}

function duplicateFixes(view: CellView, { lines, views }: ActionDocument): Fix[] {
  if (view.twin === null) return [];
  const all = views.filter(({ twin }) => twin !== null).map(({ cell }) => cell);
  const one = { title: t("Remove this cell"), edits: removeCells(lines, [view.cell]) };
  return all.length < 2
    ? [one]
    : [one, { title: t("Remove all {0} duplicates", all.length), edits: removeCells(lines, all) }];
}

/** The header of g below an unsolved puzzle; its body is for the person to write. */
function writeHeader({ cell, state, findings }: CellView): Fix {
  const header = state === "unsolved" && findings?.inspection.ok === true ? findings.inspection.header : null;
  return {
    title: t("Write the solution's header"),
    edits: header === null ? [] : [solutionEdit(cell, `${header}\n    pass`)],
  };
}
