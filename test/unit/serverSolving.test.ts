import { describe, expect, it } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Queue } from "../../src/core/ports.ts";
import { Checks } from "../../src/server/checks.ts";
import { IdleModel } from "../../src/server/idleModel.ts";
import { ReviewDocument } from "../../src/server/reviewDocument.ts";
import type { ServerSettings } from "../../src/server/serverSettings.ts";
import { type SolveInPlaceParts, solveInPlace } from "../../src/server/solveInPlace.ts";
import { type Effort, Solving } from "../../src/server/solving.ts";
import { candidate, FakeJudge, FakeModel, type Findings, type Script } from "./fakes.ts";

const SETTINGS = { recipe: "quick", ollamaUrl: "", model: "" } as ServerSettings;
const URI = "file:///one.puzzle.py";
const puzzle = (name: string) => `# %%\ndef f(${candidate(name)}\n`;
const solved = (name: string, body: string) =>
  `${puzzle(name).trimEnd()}\n\n\ndef g(name="${name}"):\n    ${body}\n\n\nassert f(g())\n`;

/** A document in an editor, with the parts that solve in it. */
class Desk {
  readonly model: FakeModel;
  readonly judge: FakeJudge;
  readonly document: ReviewDocument;
  readonly text: TextDocument;
  readonly recorded: string[] = [];
  readonly told: string[] = [];
  readonly solving: Solving;
  opened = 0;
  isWritable = true;
  cancel: () => void = () => {};
  /** Called before an edit is made; false refuses it. */
  beforeEdit: () => boolean = () => true;

  constructor(text: string, solution: Script["solution"], findings: Findings = {}) {
    this.text = TextDocument.create(URI, "python", 1, text);
    this.document = new ReviewDocument(this.text);
    this.judge = new FakeJudge(findings);
    this.model = new FakeModel({ puzzle: () => "", ...(solution && { solution }) });
    const checks = new Checks({
      judge: async () => this.judge,
      timeoutMs: 1_000,
      onFound: () => {},
      onFailure: () => {},
    });
    const open = async () => {
      this.opened += 1;
      return { model: this.model, release: async () => {} };
    };
    const parts: SolveInPlaceParts = {
      settings: SETTINGS,
      checks,
      judge: async () => this.judge,
      model: new IdleModel(open, 60_000),
      seeds: [],
      queue: () => this.#queue(),
      document: this.document,
      apply: async (edit) => this.#apply(edit),
    };
    this.solving = new Solving({
      solve: (request, signal) => solveInPlace(request, parts, signal),
      openProgress: async () => this.#progress(),
    });
  }

  solve(effort: Effort = "recipe", ...places: number[]) {
    const keys = (places.length === 0 ? [0] : places).map((place) => this.document.cells[place]?.key ?? "");
    return this.solving.solve({ uri: URI, keys, effort });
  }

  /** Replaces the first `from`, as typing would. */
  type(from: string, to: string): void {
    const at = this.text.getText().indexOf(from);
    const range = { start: this.text.positionAt(at), end: this.text.positionAt(at + from.length) };
    TextDocument.update(this.text, [{ range, text: to }], this.text.version + 1);
  }

  #queue(): ReturnType<SolveInPlaceParts["queue"]> {
    const queue = {
      addPuzzle: (_run, { id }) => this.recorded.push(`puzzle ${id}`) > 0,
      addAttempt: (_run, { g }, { verdict }) => {
        this.recorded.push(`${verdict} ${g.split("\n").at(-1)?.trim()}`);
        return null;
      },
      keepShortest: () => {},
    } satisfies Partial<Queue> as unknown as Queue;
    return { isWritable: this.isWritable, write: (change) => change(queue) };
  }

  #apply({ documentChanges = [] }: WorkspaceEdit): boolean {
    if (!this.beforeEdit()) return false;
    for (const change of documentChanges) {
      if (!("edits" in change) || change.textDocument.version !== this.text.version) return false;
      const edits = change.edits.flatMap((edit) =>
        "newText" in edit ? [{ range: edit.range, text: edit.newText }] : [],
      );
      TextDocument.update(this.text, edits, this.text.version + 1);
    }
    return true;
  }

  #progress() {
    return {
      token: {
        isCancellationRequested: false,
        onCancellationRequested: (cancel: () => void) => {
          this.cancel = cancel;
          return { dispose: () => {} };
        },
      },
      begin: () => this.told.push("begin"),
      report: (_percent: unknown, message?: string) => this.told.push(message ?? ""),
      done: () => this.told.push("done"),
    } as unknown as Awaited<ReturnType<ConstructorParameters<typeof Solving>[0]["openProgress"]>>;
  }
}

const never = () => new Promise<never>(() => {});

describe("a cell that is solved in place", () => {
  it("gets the shortest of the verified solutions; every attempt is recorded", async () => {
    const desk = new Desk(puzzle("a"), (_, n) => ["return 7 + 0", "return 7", "return 8"][n] ?? "return 9");
    expect(await desk.solve()).toEqual({ done: 1, refused: [] });
    expect(desk.text.getText()).toBe(solved("a", "return 7"));
    expect(desk.recorded).toEqual(["puzzle a", "verified return 7 + 0", "puzzle a", "verified return 7"]);
    expect(desk.told).toEqual(["begin", "1 verified of 1 attempts", "2 verified of 2 attempts", "done"]);
  });

  it("keeps the solution that stands in it where that is verified and shorter", async () => {
    const text = solved("a", "return 7");
    const desk = new Desk(text, () => "return 7 + 0");
    expect(await desk.solve()).toEqual({ done: 1, refused: [] });
    expect(desk.text.getText()).toBe(text);
  });

  it("loses a wrong solution to a verified one, in the document's own line ends", async () => {
    const desk = new Desk(solved("a", "return 1").replaceAll("\n", "\r\n"), () => "return 7");
    await desk.solve();
    expect(desk.text.getText()).toBe(solved("a", "return 7").replaceAll("\n", "\r\n"));
  });

  it("is judged with the imports that stand above it", async () => {
    const judged: string[] = [];
    const before = (op: string, text: string) => void (op === "judge" && judged.push(text));
    const desk = new Desk(`import math\n\n\n${puzzle("a")}`, () => "return 7 + math.pi", { before });
    await desk.solve();
    expect(judged).toContain('import math\n\n\ndef g(name="a"):\n    return 7 + math.pi');
    expect(desk.text.getText().match(/import math/g)).toHaveLength(1);
  });

  it("stays as it is, with a sentence, when all attempts fail: a recipe's number, or four times as many", async () => {
    const desk = new Desk(puzzle("a"), () => "return 1");
    expect(await desk.solve()).toMatchObject({ done: 0, refused: [{ why: /None of 4 attempts .* Solve Harder/ }] });
    expect(await desk.solve("harder")).toMatchObject({ done: 0, refused: [{ why: /None of 16 attempts/ }] });
    expect(desk.model.attempts.get("a")).toBe(20);
    const temperatures = desk.model.requests.map(({ temperature }) => temperature);
    expect([...new Set(temperatures)]).toEqual([0.5, 0.8]);
    expect(desk.text.getText()).toBe(puzzle("a"));
  });

  it("stays as it is when it was edited meanwhile, though the attempts are recorded", async () => {
    const desk = new Desk(puzzle("a"), (_, n) => {
      if (n === 0) desk.type("x == 7", "x == 8");
      return "return 7";
    });
    expect(await desk.solve()).toMatchObject({ done: 0, refused: [{ why: /edited meanwhile.*‹ ›/ }] });
    expect(desk.text.getText()).toBe(puzzle("a").replace("x == 7", "x == 8"));
    expect(desk.recorded).toContain("verified return 7");
  });

  it("is found again when the text above it changes, even while the edit is on its way", async () => {
    const desk = new Desk(puzzle("a"), () => "return 7");
    let refusals = 1;
    desk.beforeEdit = () => {
      if (refusals-- === 0) return true;
      desk.type("# %%", "# a word before\n\n\n# %%");
      return false;
    };
    expect(await desk.solve()).toMatchObject({ done: 1 });
    expect(desk.text.getText()).toBe(`# a word before\n\n\n${solved("a", "return 7")}`);
  });

  it("is solved without a queue that can be written", async () => {
    const desk = new Desk(puzzle("a"), () => "return 7");
    desk.isWritable = false;
    expect(await desk.solve()).toMatchObject({ done: 1 });
    expect(desk.recorded).toEqual([]);
  });

  it("is refused with the reason where its puzzle cannot be read or has a wrong signature", async () => {
    const unread = { ok: false, problem: "syntax", detail: "invalid syntax." } as const;
    const bare = { parameters: [{ name: "x", annotation: null, default: null }] };
    const desk = new Desk(puzzle("a") + puzzle("b"), () => "return 7", { inspect: { a: unread as never, b: bare } });
    expect(await desk.solve("recipe", 0, 1)).toMatchObject({
      refused: [{ why: /cannot read.*invalid syntax\.$/ }, { why: "The answer has no annotation." }],
    });
    expect(desk.opened).toBe(0);
  });
});

describe("solves of several cells", () => {
  it("refuse a cell that is being solved, and take one after another", async () => {
    const asked: string[] = [];
    const desk = new Desk(puzzle("a") + puzzle("b"), (name) => {
      asked.push(name);
      return "return 1";
    });
    const first = desk.solve("recipe", 0);
    expect(await desk.solve("recipe", 0)).toMatchObject({ done: 0, refused: [{ why: /being solved already/ }] });
    await Promise.all([first, desk.solve("recipe", 1)]);
    expect(asked.join("")).toBe("aaaabbbb");
    expect(desk.opened).toBe(1);
    expect(await desk.solve("recipe", 0)).toMatchObject({ refused: [{ why: /None of/ }] });
  });

  it.each(["model", "judge"])("are cancelled while the %s is at work, and nothing is put in", async (part) => {
    let begun = () => {};
    const atWork = new Promise<void>((resolve) => (begun = resolve));
    const wait = () => {
      begun();
      return never();
    };
    const before = (op: string) => (op === "judge" ? wait() : undefined);
    const desk = part === "model" ? new Desk(puzzle("a"), wait) : new Desk(puzzle("a"), () => "return 7", { before });
    const outcome = desk.solve();
    await atWork;
    desk.cancel();
    expect(await outcome).toEqual({ done: 0, refused: [] });
    expect([desk.model.inFlight, desk.judge.underWay]).toEqual([0, 0]);
    expect(desk.text.getText()).toBe(puzzle("a"));
    expect(desk.told.at(-1)).toBe("done");
  });

  it("are cancelled while they wait, without a disturbance of the one before", async () => {
    let release = () => {};
    const gate = new Promise<string>((resolve) => (release = () => resolve("return 7")));
    const desk = new Desk(puzzle("a") + puzzle("b"), () => gate);
    const first = desk.solve("recipe", 0);
    await new Promise(setImmediate);
    const second = desk.solve("recipe", 1);
    await new Promise(setImmediate);
    desk.cancel();
    expect(await second).toEqual({ done: 0, refused: [] });
    release();
    expect(await first).toMatchObject({ done: 1 });
    expect(desk.model.attempts.has("b")).toBe(false);
  });

  it("end with their document and at the end of the session", async () => {
    const desk = new Desk(puzzle("a"), never);
    const first = desk.solve();
    await new Promise(setImmediate);
    desk.solving.cancel(URI);
    const second = desk.solve();
    await new Promise(setImmediate);
    await desk.solving.stop();
    expect(await Promise.all([first, second])).toEqual([
      { done: 0, refused: [] },
      { done: 0, refused: [] },
    ]);
    expect(desk.model.inFlight).toBe(0);
  });
});

describe("the model", () => {
  it("is kept for a while, changed with the settings, and opened anew after a failure", async () => {
    const events: string[] = [];
    const model = new FakeModel({ puzzle: () => "" });
    const idle = new IdleModel(async ({ model: name }) => {
      events.push(`open ${name}`);
      return { model, release: async () => void events.push(`release ${name}`) };
    }, 20);
    const use = (name: string, work = async () => {}) =>
      idle.use({ ...SETTINGS, model: name }, new AbortController().signal, work);
    await use("a");
    await use("a");
    await use("b");
    expect(events.splice(0)).toEqual(["open a", "release a", "open b"]);
    await expect(use("b", () => Promise.reject(new Error("gone")))).rejects.toThrow("gone");
    await use("b");
    expect(events.splice(0)).toEqual(["release b", "open b"]);
    await expect.poll(() => events).toEqual(["release b"]);
  });
});
