import { describe, expect, it, vi } from "vitest";
import type { CellText } from "../../src/core/cellCheck.ts";
import { Checks } from "../../src/server/checks.ts";
import { candidate, FakeJudge, type Findings } from "./fakes.ts";

const textOf = (name: string, answer = "7"): CellText => ({
  f: `def f(${candidate(name)}`,
  g: `def g(name="${name}"):\n    return ${answer}`,
});
const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);

/** Checks over a judge that keeps the names of what it reads, in their order. */
function start(findings: Findings = {}, judge?: () => Promise<FakeJudge>) {
  const read: string[] = [];
  const fake = new FakeJudge({
    ...findings,
    before: (op, text) => {
      if (op === "inspect") read.push(/name="(\w+)"/.exec(text)?.[1] ?? "");
      return findings.before?.(op, text);
    },
  });
  const [onFound, onFailure] = [vi.fn(), vi.fn()];
  const checks = new Checks({ judge: judge ?? (async () => fake), timeoutMs: 1_000, onFound, onFailure });
  const verdictOf = (text: CellText) => checks.find(text)?.judgement?.verdict;
  const settled = (texts: readonly CellText[]) =>
    vi.waitFor(() => expect(texts.every((text) => checks.find(text)?.probe)).toBe(true), { timeout: 20_000 });
  return { checks, fake, read, onFound, onFailure, verdictOf, settled };
}

/** A gate that the judge waits at. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: () => promise, open: resolve };
}

describe("what is checked", () => {
  it("finds verdict and probe of every text that a document holds", async () => {
    const { checks, verdictOf, settled } = start();
    const texts = [textOf("a"), textOf("b", "8"), { ...textOf("c"), g: null }];
    checks.want("doc", texts);
    await settled(texts);
    expect(texts.map(verdictOf)).toEqual(["verified", "refuted", undefined]);
  });

  it("checks each distinct text once, in however many cells and documents it stands", async () => {
    const { checks, read, settled } = start();
    const texts = ["a", "b", "a", "c", "b"].map((name) => textOf(name));
    checks.want("one", texts);
    checks.want("two", texts);
    await settled(texts);
    expect(read.toSorted()).toEqual(["a", "b", "c"]);
  });

  it("does not check again what it knows, nor forget it while a document holds it", async () => {
    const { checks, read, settled } = start();
    const texts = [textOf("a"), textOf("b")];
    checks.want("doc", texts);
    await settled(texts);
    checks.want("doc", [textOf("c"), ...texts]);
    await settled([textOf("c")]);
    checks.want("doc", []);
    checks.want("doc", texts); // undo
    expect(read).toEqual(["a", "b", "c"]);
  });

  it("never takes one text for another", async () => {
    const { checks, settled } = start();
    const [whole, other] = [
      { f: "def f(x):\n    return 7\0g", g: null },
      { f: "def f(x):\n    return 7", g: "g" },
    ];
    checks.want("doc", [whole]);
    await settled([whole]);
    expect(checks.find(other)).toBeUndefined();
    expect(checks.find({ ...whole, g: "" })).toBeUndefined();
  });

  it("shows a verdict before the probe has ended", async () => {
    const { wait, open } = gate();
    const { checks, verdictOf, settled } = start({ before: (op) => (op === "probe" ? wait() : undefined) });
    checks.want("doc", [textOf("a")]);
    await vi.waitFor(() => expect(verdictOf(textOf("a"))).toBe("verified"));
    expect(checks.find(textOf("a"))?.probe).toBeNull();
    open();
    await settled([textOf("a")]);
  });
});

describe("the order", () => {
  it("takes what is new in a document before all that waits", async () => {
    const { wait, open } = gate();
    const { checks, read, settled } = start({ before: wait });
    const texts = namesOf(40).map((name) => textOf(name));
    checks.want("doc", texts);
    await vi.waitFor(() => expect(read).toHaveLength(6));
    checks.want("doc", [...texts, textOf("new")]);
    open();
    await settled([...texts, textOf("new")]);
    expect(read[6]).toBe("new");
    expect(read.slice(0, 6)).toEqual(namesOf(6));
  });

  it("takes what someone waits for at once, beside all that is under way", async () => {
    const { wait, open } = gate();
    const { checks, read } = start({ before: (_op, text) => (text.includes('"urgent"') ? undefined : wait()) });
    checks.want(
      "doc",
      namesOf(40).map((name) => textOf(name)),
    );
    expect(await checks.settle(textOf("urgent"))).toMatchObject({ judgement: { verdict: "verified" } });
    expect(read).toHaveLength(7);
    open();
  });

  it("keeps few checks under way at once", async () => {
    const { checks, fake, settled } = start();
    const texts = namesOf(100).map((name) => textOf(name));
    checks.want("doc", texts);
    await settled(texts);
    expect(fake.mostUnderWay).toBeLessThanOrEqual(6);
  });
});

describe("what nobody wants any more", () => {
  it("is given up, and leaves no finding", async () => {
    const { wait, open } = gate();
    const { checks, fake, onFound, settled } = start({
      before: (_op, text) => (text.includes('"old"') ? wait() : undefined),
    });
    checks.want("doc", [textOf("old")]);
    await vi.waitFor(() => expect(fake.underWay).toBe(1));
    checks.want("doc", [textOf("new")]);
    await settled([textOf("new")]);
    expect(fake.underWay).toBe(0);
    open();
    await vi.waitFor(() => expect(onFound).toHaveBeenCalledTimes(2));
    expect(checks.find(textOf("old"))).toBeUndefined();
  });

  it("goes on while another document holds it, until that is closed too", async () => {
    const { wait } = gate();
    const { checks, fake } = start({ before: wait });
    checks.want("one", [textOf("a")]);
    checks.want("two", [textOf("a")]);
    checks.forget("one");
    await vi.waitFor(() => expect(fake.underWay).toBe(1));
    checks.forget("two");
    await vi.waitFor(() => expect(fake.underWay).toBe(0));
  });

  it("goes on while someone waits for it", async () => {
    const { wait, open } = gate();
    const { checks, read } = start({ before: wait });
    checks.want("doc", [textOf("a")]);
    const settling = checks.settle(textOf("a"));
    await vi.waitFor(() => expect(read).toEqual(["a"]));
    checks.forget("doc");
    open();
    expect(await settling).toMatchObject({ judgement: { verdict: "verified" } });
    expect(read).toEqual(["a"]);
  });

  it("leaves nothing of a storm of edits but the last text", async () => {
    const { checks, fake, verdictOf, settled } = start();
    for (let answer = 1; answer <= 200; answer++) checks.want("doc", [textOf("a", String(answer))]);
    checks.want("doc", [textOf("a", "7")]);
    await settled([textOf("a", "7")]);
    expect(verdictOf(textOf("a", "7"))).toBe("verified");
    await vi.waitFor(() => expect(fake.underWay).toBe(0));
    expect(fake.ran).toHaveLength(1);
  });

  it("is forgotten once there is much of it", async () => {
    const { checks, settled } = start();
    for (let from = 0; from < 2_400; from += 400) {
      const texts = Array.from({ length: 400 }, (_, index) => textOf(`p${from + index}`));
      checks.want("doc", texts);
      await settled(texts);
    }
    checks.want("doc", [textOf("last")]);
    expect(checks.find(textOf("p0"))).toBeUndefined();
    expect(checks.find(textOf("p2399"))).toBeDefined();
  });
});

describe("a judge that cannot run", () => {
  const failing = (failure: { error?: Error }) => {
    const fake = new FakeJudge();
    return async () => {
      if (failure.error !== undefined) throw failure.error;
      return fake;
    };
  };

  it("is told of once, however many checks it fails", async () => {
    const { checks, onFailure } = start({}, failing({ error: new Error("no Python") }));
    checks.want(
      "doc",
      namesOf(20).map((name) => textOf(name)),
    );
    await vi.waitFor(() => expect(checks.failure).toBeDefined());
    await expect(checks.settle(textOf("p1"))).rejects.toThrow("no Python");
    checks.want("doc", [textOf("new")]);
    expect(onFailure.mock.calls).toEqual([[new Error("no Python"), false]]);
  });

  it("is told of as thrown where someone waited for it", async () => {
    const { checks, onFailure } = start({}, failing({ error: new Error("no Python") }));
    await expect(checks.settle(textOf("a"))).rejects.toThrow("no Python");
    expect(onFailure.mock.calls).toEqual([[new Error("no Python"), true]]);
  });

  it("is tried again after `resume`, and everything gets its verdict", async () => {
    const failure: { error?: Error } = { error: new Error("no Python") };
    const { checks, settled } = start({}, failing(failure));
    const texts = namesOf(20).map((name) => textOf(name));
    checks.want("doc", texts);
    await vi.waitFor(() => expect(checks.failure).toBeDefined());
    delete failure.error;
    checks.resume();
    expect(checks.failure).toBeUndefined();
    await settled(texts);
  });

  it("finds all anew after `restart`, and answers who waited meanwhile", async () => {
    const { wait, open } = gate();
    const { checks, read, settled } = start({ before: (_op, text) => (text.includes('"b"') ? wait() : undefined) });
    checks.want("doc", [textOf("a"), textOf("b")]);
    const settling = checks.settle(textOf("b"));
    await settled([textOf("a")]);
    checks.restart();
    expect(checks.find(textOf("a"))).toBeUndefined();
    open();
    expect(await settling).toMatchObject({ judgement: { verdict: "verified" } });
    await settled([textOf("a")]);
    expect(read.toSorted()).toEqual(["a", "a", "b", "b"]);
  });

  it("has no say after `restart`, though it still answers", async () => {
    const { wait, open } = gate();
    const late = new FakeJudge({ before: wait, inspect: { a: { ok: false, detail: "old" } } });
    const never = new AbortController().signal;
    const deaf = { inspect: (f: string) => late.inspect(f, never) } as unknown as FakeJudge;
    const judges = [deaf, new FakeJudge({ inspect: { a: { ok: false, detail: "new" } } })];
    const { checks, onFound } = start({}, async () => judges.shift() ?? deaf);
    checks.want("doc", [textOf("a")]);
    await vi.waitFor(() => expect(late.underWay).toBe(1));
    checks.restart();
    await vi.waitFor(() => expect(onFound).toHaveBeenCalledTimes(1));
    open();
    await vi.waitFor(() => expect(late.underWay).toBe(0));
    expect(checks.find(textOf("a"))?.inspection).toMatchObject({ detail: "new" });
  });

  it("leaves nobody waiting when the checks are stopped", async () => {
    const { checks } = start({ before: gate().wait });
    checks.want("doc", [textOf("a")]);
    const settling = checks.settle(textOf("a"));
    checks.stop();
    await expect(settling).rejects.toThrow("stopped");
  });
});

describe("settle", () => {
  it("finds out anew what is asked for again, also for several who ask at once", async () => {
    const { checks, read } = start();
    await checks.settle(textOf("a"));
    await checks.settle(textOf("a"));
    expect(read).toEqual(["a"]);
    const both = await Promise.all([checks.settle(textOf("a"), true), checks.settle(textOf("a"), true)]);
    expect(both).toMatchObject([{ judgement: { verdict: "verified" } }, { judgement: { verdict: "verified" } }]);
    expect(read).toEqual(["a", "a"]);
  });
});

it("goes through thousands of texts, looking at each a few times at most", async () => {
  const { checks, read, settled } = start();
  const texts = namesOf(5_000).map((name) => textOf(name));
  checks.want("doc", texts);
  await settled(texts);
  expect(read).toEqual(namesOf(5_000));
});
