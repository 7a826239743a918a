/**
 * JSON lines between the pythonJudge adapter and the judge's process (`src/python/judge`).
 * The judge's replies are validated here, where they enter; requests are ours.
 */
import { z } from "zod";
import { VERDICTS } from "../core/puzzle.ts";
import { SANDBOX_TIERS } from "../core/sandbox.ts";

export type JudgeRequest =
  | { readonly id: number; readonly op: "inspect"; readonly source: string }
  | { readonly id: number; readonly op: "readTests"; readonly source: string; readonly function: string }
  | { readonly id: number; readonly op: "probe"; readonly f: string }
  | { readonly id: number; readonly op: "judge"; readonly f: string; readonly g: string; readonly timeoutMs: number }
  /** Ends what is being done for request `target`; that request gets no reply. */
  | { readonly id: number; readonly op: "cancel"; readonly target: number };

const parameter = z.object({ name: z.string(), annotation: z.string().nullable(), default: z.string().nullable() });

export const inspectionReply = z.discriminatedUnion("ok", [
  z.object({
    ok: z.literal(false),
    problem: z.enum(["syntax", "noPuzzle"]),
    detail: z.string(),
    line: z.int().optional(),
  }),
  z.object({
    ok: z.literal(true),
    id: z.string().regex(/^[0-9a-f]{16}$/),
    f: z.string(),
    parameters: z.array(parameter),
    variadic: z.boolean(),
    hasReturn: z.boolean(),
    answerMentions: z.int(),
    header: z.string(),
  }),
]);

export const testsReply = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(false), detail: z.string() }),
  z.object({ ok: z.literal(true), f: z.string(), calls: z.array(z.string()), imports: z.array(z.string()) }),
]);

export const probeReply = z.object({ unsound: z.string().nullable(), trivialAnswer: z.string().nullable() });

export const judgeReply = z.object({
  verdict: z.enum(VERDICTS),
  detail: z.string(),
  answer: z.string().optional(),
  ms: z.number(),
});

/** First line of the judge's process, once it is ready. */
export const hello = z.object({
  ready: z.literal(true),
  python: z.string(),
  executable: z.string(),
  /** What the judge's self-test found; `open` names the attacks that got through. */
  sandbox: z.object({ tier: z.enum(SANDBOX_TIERS), open: z.array(z.string()) }),
});

/** Every later line: the reply to request `id`, or the judge's own failure on it. */
export const reply = z.union([
  z.object({ id: z.int(), result: z.unknown() }),
  z.object({ id: z.int(), error: z.string() }),
]);
