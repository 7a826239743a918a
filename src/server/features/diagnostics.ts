/** What is wrong with a cell, on the line where it is wrong. */
import { t } from "@vscode/l10n";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { Judgement } from "../../core/puzzle.ts";
import { type DocumentProblem, documentLine } from "../../core/puzzleDocument.ts";
import { shorten } from "../../core/shorten.ts";
import type { CellView } from "../cellView.ts";
import { lineRange } from "./ranges.ts";
import { heldOutFault, verdictName } from "./words.ts";

const SOURCE = "autodidact";
/** Characters of an answer that are shown; the hover has all of it. */
const ANSWER_LENGTH = 200;

/** A diagnostic's code, by which code actions know it. */
export type FindingCode =
  | DocumentProblem["kind"]
  | Exclude<Judgement["verdict"], "verified">
  | "syntax"
  | "signature"
  | "unsound"
  | "trivial"
  | "duplicate"
  | "inSeeds"
  | "inHeldOut";

/** Where the judge's sentence names a line of f or g, which it does in these words. */
const PLACE = /^([fg]) (?:raised \S+ in line (\d+)|does not parse: .*\(line (\d+)\)\.$)/;

const { Error: Wrong, Warning, Information } = DiagnosticSeverity;

/** `lineText` gives a line of the document. */
export function diagnostics(uri: string, views: readonly CellView[], lineText: (line: number) => string): Diagnostic[] {
  return views.flatMap((view) => {
    const at = (line: number, severity: DiagnosticSeverity, code: FindingCode, message: string): Diagnostic => ({
      range: lineRange(line, lineText(line)),
      ...{ severity, code, message },
      source: SOURCE,
    });
    const f = view.cell.fLine ?? view.cell.lines.start;
    return [
      ...view.problems.map(({ kind, line, message }) => at(line, severityOf(kind), kind, message)),
      ...readingFaults(view, at),
      ...verdictFault(view, at),
      ...puzzleFaults(view, f, at),
      ...(view.twin === null
        ? []
        : [
            {
              ...at(f, Warning, "duplicate", t("An earlier cell of this document has the same puzzle.")),
              relatedInformation: [
                {
                  location: { uri, range: lineRange(view.twin.fLine ?? view.twin.lines.start) },
                  message: t("The same puzzle stands here."),
                },
              ],
            },
          ]),
    ];
  });
}

type At = (line: number, severity: DiagnosticSeverity, code: FindingCode, message: string) => Diagnostic;

function severityOf(kind: DocumentProblem["kind"]): DiagnosticSeverity {
  if (kind === "unfinished" || kind === "conflict") return Wrong;
  return kind === "noCellLine" ? Information : Warning;
}

function readingFaults({ cell, findings }: CellView, at: At): Diagnostic[] {
  if (findings === undefined || cell.f === null || cell.fLines === null || cell.fLine === null) return [];
  const { inspection, signatureFault } = findings;
  if (!inspection.ok) {
    const line = documentLine(cell.f, cell.fLines, (inspection.line ?? 1) - 1);
    return [at(line, Wrong, "syntax", t("Python cannot read this puzzle: {0}.", inspection.detail.replace(/\.$/, "")))];
  }
  return signatureFault === null ? [] : [at(cell.fLine, Wrong, "signature", signatureFault)];
}

function verdictFault({ cell, findings }: CellView, at: At): Diagnostic[] {
  const judgement = findings?.judgement;
  if (judgement === undefined || judgement === null || judgement.verdict === "verified") return [];
  const { verdict, detail, answer } = judgement;
  const given =
    verdict === "refuted" && answer !== undefined ? ` ${t("The answer was {0}.", shorten(answer, ANSWER_LENGTH))}` : "";
  return [at(lineOf(cell, detail), Wrong, verdict, `${verdictName(verdict)}: ${detail}${given}`)];
}

/** The document's line that the judge's sentence is about; without one, that of `def g`. */
function lineOf({ f, fLines, g, gLine, gLines, lines }: CellView["cell"], detail: string): number {
  const [, name, raised, unparsed] = PLACE.exec(detail) ?? [];
  const line = Number(raised ?? unparsed) - 1;
  if (name === "f" && f !== null && fLines !== null) return documentLine(f, fLines, line);
  if (name === "g" && g !== null && gLines !== null) return documentLine(g, gLines, line);
  return gLine ?? lines.start;
}

function puzzleFaults({ findings, known }: CellView, f: number, at: At): Diagnostic[] {
  const { unsound = null, trivialAnswer = null } = findings?.probe ?? {};
  const faults: Diagnostic[] = [];
  if (unsound !== null) faults.push(at(f, Warning, "unsound", t("The puzzle itself does not run: {0}", unsound)));
  if (trivialAnswer !== null)
    faults.push(at(f, Warning, "trivial", t("A trivial answer solves it: {0}.", trivialAnswer)));
  if (known === "inSeeds") faults.push(at(f, Warning, "inSeeds", t("One of the seeds has the same puzzle.")));
  if (known === "inHeldOut") {
    faults.push(at(f, Wrong, "inHeldOut", heldOutFault()));
  }
  return faults;
}
