import { describe, expect, it } from "vitest";
import { examine } from "../../src/core/filter.ts";
import type { Inspection, Parameter, RejectReason } from "../../src/core/puzzle.ts";
import { candidate, FakeJudge, type Findings } from "./fakes.ts";

const SOURCE = `def f(${candidate("p")}`;
const signal = new AbortController().signal;
const answer = (annotation: string | null): Parameter => ({ name: "x", annotation, default: null });
const input = (value: string | null): Parameter => ({ name: "n", annotation: null, default: value });
const inspected = (found: Partial<Inspection>): Findings => ({ inspect: { p: found } });

interface Options {
  readonly strictness?: number;
  readonly random?: () => number;
  readonly known?: RejectReason;
  /** Puzzles that differ only in constants. */
  readonly alike?: number;
  readonly mostAlike?: number;
}

async function examined(findings: Findings, more: Options = {}) {
  const judge = new FakeJudge(findings);
  const { strictness = 1, random = () => 0, mostAlike = Number.POSITIVE_INFINITY } = more;
  const known = { whereFrom: () => more.known, countAlike: () => more.alike ?? 0 };
  const options = { strictness, random, known, mostAlike, shown: ["s1"] };
  return { examination: await examine(SOURCE, judge, options, signal), ran: judge.ran };
}

describe("a candidate", () => {
  it("is kept with its id, header and the seeds that it was shown", async () => {
    const { examination } = await examined({});
    const puzzle = { id: "p", f: SOURCE, header: 'def g(name="p"):', shown: ["s1"] };
    expect(examination).toEqual({ kept: true, puzzle });
  });

  it.each<[RejectReason, string, Partial<Inspection>]>([
    ["syntax", "line 2: bad", { ok: false, problem: "syntax", detail: "line 2: bad" }],
    ["noPuzzle", "no function", { ok: false, problem: "noPuzzle", detail: "no function" }],
    ["noPuzzle", "f returns nothing.", { hasReturn: false }],
    ["signature", "f takes *args", { variadic: true }],
    ["signature", "f takes no answer.", { parameters: [] }],
    ["signature", "The answer has a default.", { parameters: [{ ...answer("int"), default: "1" }] }],
    ["signature", "The answer has no annotation.", { parameters: [answer(null)] }],
    ["signature", "The input n has no default.", { parameters: [answer("int"), input("1"), input(null)] }],
    ["answerUnused", "fewer than two times", { answerMentions: 1 }],
    ["answerType", "The answer's type is bool.", { parameters: [answer("bool")] }],
  ])("is rejected as %s (%s) by reading alone", async (reason, detail, found) => {
    const { examination, ran } = await examined(inspected(found));
    expect(examination).toEqual({ kept: false, reason, detail: expect.stringContaining(detail) });
    expect(ran).toEqual([]);
  });

  it("is rejected for a known puzzle before it is run", async () => {
    const { examination, ran } = await examined({}, { known: "inHeldOut" });
    expect(examination).toEqual({ kept: false, reason: "inHeldOut", detail: expect.stringContaining("p") });
    expect(ran).toEqual([]);
  });

  it("is rejected before it is run where as many as are wanted differ from it only in constants", async () => {
    const { examination, ran } = await examined({}, { alike: 2, mostAlike: 2 });
    expect(examination).toEqual({
      kept: false,
      reason: "alike",
      detail: "It differs only in constants from 2 others.",
    });
    expect(ran).toEqual([]);
    expect((await examined({}, { alike: 1, mostAlike: 2 })).examination.kept).toBe(true);
    expect((await examined({}, { alike: 99 })).examination.kept).toBe(true);
  });

  it("is rejected for what it does when it runs, the signature first", async () => {
    const unsound = await examined({ probe: { p: { unsound: "NameError: y", trivialAnswer: "0" } } });
    expect(unsound.examination).toEqual({ kept: false, reason: "unsound", detail: "NameError: y" });
    const trivial = await examined({ probe: { p: { trivialAnswer: "[]" } } });
    expect(trivial.examination).toEqual({ kept: false, reason: "trivial", detail: "Solved by []." });
  });

  it("need not use its answer twice, nor have a usual type, where chance says so", async () => {
    const found = inspected({ answerMentions: 1, parameters: [answer("Dict[str, int]")] });
    expect((await examined(found, { strictness: 0.95, random: () => 0.95 })).examination.kept).toBe(true);
    expect((await examined(found, { strictness: 0.95, random: () => 0.94 })).examination.kept).toBe(false);
    expect((await examined(found, { strictness: 0 })).examination.kept).toBe(true);
  });

  it("needs a sound signature whatever chance says", async () => {
    const found = inspected({ parameters: [answer(null)] });
    expect((await examined(found, { strictness: 0 })).examination.kept).toBe(false);
  });
});

describe("the usual answer types", () => {
  const isKept = async (type: string) => (await examined(inspected({ parameters: [answer(type)] }))).examination.kept;
  it.each([
    ...["int", "str", "float", "List[int]", "list[str]", "typing.List[bool]", "List[float]"],
    ...["List[List[int]]", "list[list[str]]", "typing.List[typing.List[float]]", "List[list[bool]]"],
  ])("include %s", async (type) => expect(await isKept(type)).toBe(true));
  it.each([
    ...["bool", "list", "List", "dict", "Tuple[int, int]", "List[Tuple[int, int]]", "List[int, str]", "List[]"],
    ...["List[List[List[int]]]", "Set[int]", "List[int] | List[str]", "other.List[int]", "Callable"],
  ])("leave out %s", async (type) => expect(await isKept(type)).toBe(false));
});
