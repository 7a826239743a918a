/**
 * Decides whether a candidate puzzle is kept. The four filters are the paper's; those that only read the text come
 * first because they cost a thousandth of those that run it, which changes counts by reason but not what is kept.
 */
import type { KnownPuzzles } from "./knownPuzzles.ts";
import type { Judge, Random } from "./ports.ts";
import type { Inspection, OpenPuzzle, Parameter, RejectReason } from "./puzzle.ts";

export type Examination =
  | { readonly kept: true; readonly puzzle: OpenPuzzle }
  | { readonly kept: false; readonly reason: RejectReason; readonly detail: string };

export interface ExamineOptions {
  /** Chance of asking for two mentions of the answer and a usual answer type; the paper has 0.95. */
  readonly strictness: number;
  readonly random: Random;
  readonly known: Pick<KnownPuzzles, "whereFrom" | "countAlike">;
  /** Most puzzles that differ only in constants. */
  readonly mostAlike: number;
  /** Content ids of the seeds that the prompt showed. */
  readonly shown: readonly string[];
}

/** Examines the source of one candidate. Never throws for what a model wrote. */
export async function examine(
  source: string,
  judge: Judge,
  options: ExamineOptions,
  signal: AbortSignal,
): Promise<Examination> {
  const inspection = await judge.inspect(source, signal);
  const strict = options.random() < options.strictness;
  const fault = readingFault(inspection, strict);
  if (fault) return { kept: false, ...fault };
  if (!inspection.ok) throw new Error("an inspection without fault has to be a parsed one");
  const known = options.known.whereFrom(inspection.id);
  if (known) return { kept: false, reason: known, detail: `A puzzle of the same content is there: ${inspection.id}.` };
  const alike = Number.isFinite(options.mostAlike) ? options.known.countAlike(inspection.f) : 0;
  if (alike >= options.mostAlike) {
    return { kept: false, reason: "alike", detail: `It differs only in constants from ${alike} others.` };
  }
  const probe = await judge.probe(inspection.f, signal);
  if (probe.unsound !== null) return { kept: false, reason: "unsound", detail: probe.unsound };
  if (probe.trivialAnswer !== null) {
    return { kept: false, reason: "trivial", detail: `Solved by ${probe.trivialAnswer}.` };
  }
  const { id, f, header } = inspection;
  return { kept: true, puzzle: { id, f, header, shown: options.shown } };
}

function readingFault(inspection: Inspection, strict: boolean): { reason: RejectReason; detail: string } | undefined {
  if (!inspection.ok) return { reason: inspection.problem, detail: inspection.detail };
  if (!inspection.hasReturn) return { reason: "noPuzzle", detail: "f returns nothing." };
  const signature = signatureFault(inspection.parameters, inspection.variadic);
  if (signature) return { reason: "signature", detail: signature };
  if (!strict) return undefined;
  if (inspection.answerMentions < 2) {
    return { reason: "answerUnused", detail: "f mentions its answer fewer than two times." };
  }
  const annotation = inspection.parameters[0]?.annotation ?? "";
  if (!isUsualAnswerType(annotation)) return { reason: "answerType", detail: `The answer's type is ${annotation}.` };
  return undefined;
}

/** What is wrong with the parameters of f, if anything: one required, annotated answer, then inputs with defaults. */
export function signatureFault(parameters: readonly Parameter[], variadic: boolean): string | undefined {
  if (variadic) return "f takes *args, **kwargs, keyword-only or positional-only parameters.";
  const [answer, ...inputs] = parameters;
  if (!answer) return "f takes no answer.";
  if (answer.default !== null) return "The answer has a default.";
  if (answer.annotation === null) return "The answer has no annotation.";
  const bare = inputs.find((input) => input.default === null);
  return bare ? `The input ${bare.name} has no default.` : undefined;
}

/** The paper's answer types: int, str, float, and lists, or lists of lists, of int, str, bool or float; not bool. */
function isUsualAnswerType(annotation: string): boolean {
  const list = /^(?:typing\.)?[Ll]ist\[(.*)\]$/;
  const outer = list.exec(annotation)?.[1];
  const item = outer === undefined ? undefined : (list.exec(outer)?.[1] ?? outer);
  return item === undefined
    ? ["int", "str", "float"].includes(annotation)
    : ["int", "str", "bool", "float"].includes(item);
}
