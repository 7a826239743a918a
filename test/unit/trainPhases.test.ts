import { expect, it } from "vitest";
import { type DroppedPair, forbid } from "../../src/core/dataset.ts";
import type { Row } from "../../src/core/datasetRows.ts";
import { UserError } from "../../src/core/errors.ts";
import type { Lineage } from "../../src/core/lineage.ts";
import { type TrainDeps, type TrainRequest, train } from "../../src/core/train.ts";
import type { BaseShape, ModelShelf, RunFolder, Trainer } from "../../src/core/trainPorts.ts";
import { trainRecipeNamed } from "../../src/core/trainRecipe.ts";
import { FakeJudge, FakeModel } from "./fakes.ts";

const request = { base: "base:1b", overrides: {}, seed: 1, unload: false };
const pairs = Array.from({ length: 10 }, (_, n) => ({
  ...{ id: `p${n}`, puzzleId: `q${n}`, round: 1, header: "def g():" },
  f: `def f(x: str):\n    return x == name_${n}`,
  g: `def g():\n    return name_${n}`,
}));
const shape: BaseShape = {
  ...{ architecture: "llama", supported: true, parameters: 135e6, layers: 30, hidden: 576, feedForward: 1_536 },
  ...{ vocabulary: 49_152, contextLength: 8_192, bytes: 98e6 },
};

/** A trainer, a shelf of models and a run's folder that remember what was done; `broken` is what fails when called. */
class World {
  readonly done: string[] = [];
  readonly broken = new Map<string, Error>();
  shape = shape;
  freeDisk = 1e12;
  pairs = pairs;
  dropped: readonly DroppedPair[] = [];
  weights: TrainRequest["weights"];
  trainedOn: string | undefined;
  recorded: Lineage[] = [];
  /** Names of the models that Ollama was told to make. */
  readonly shelved = new Set<string>();
  private readonly findings = new Map<string, unknown>();
  private readonly files = new Map<string, readonly never[]>();

  train() {
    return train(
      { ...request, weights: this.weights },
      trainRecipeNamed("adaptive"),
      this.deps(),
      new AbortController().signal,
    );
  }

  rowsOf(file: "rows" | "evaluationRows"): readonly Row[] {
    return this.files.get(file) ?? [];
  }

  private async act<T>(name: string, result: T): Promise<T> {
    const problem = this.broken.get(name);
    if (problem !== undefined) throw problem;
    this.done.push(name);
    return result;
  }

  private deps(): TrainDeps {
    const model = { name: "base:1b", digest: "sha256:1", file: "/blob" };
    const memory = { deviceMemory: null, memory: 8e9 };
    const machine = { device: "cpu", deviceName: "CPU", ...memory, flops: null, versions: {} } as const;
    const trained = { steps: 2, lossBefore: 2, lossAfter: 1, seconds: 1, tokensPerSecond: 1, peakMemory: 1e9 };
    const exported = { bytes: 1, type: "Q8_0", tuned: 1, positions: 1, agreement: 1, divergence: 0 };
    const trainer: Trainer = {
      check: async () => machine,
      inspect: () => this.act("inspect", this.shape),
      match: () => this.act("match", { folder: "/weights", digest: "1f" }),
      prepare: ({ weights }) => this.act("prepare", weights === undefined ? "/prepared" : `/prepared${weights.folder}`),
      measure: async (_folder, rows, parity) => ({ rows: rows.map(() => [5, 5]), parity: parity.map(() => 5) }),
      train: ({ base }) => {
        this.trainedOn = base;
        return this.act("train", { ...trained, end: "done" as const });
      },
      export: ({ given }) => this.act(given ? "export given" : "export", exported),
    };
    const shelf: ModelShelf = {
      base: () => this.act("base", model),
      countTokens: () => this.act("countTokens", 5),
      loaded: async () => [],
      unload: async () => {},
      names: async () => [...this.shelved],
      register: (name) => {
        this.shelved.add(name);
        return this.act("register", { name, digest: "sha256:2" });
      },
      open: () => this.act("open", new FakeModel({ puzzle: () => "" })),
      remove: async () => {},
    };
    return {
      ...{ trainer, shelf, folder: this.folder(), forbidden: forbid([]), correction: undefined, emit: () => {} },
      readPairs: async () => ({ pairs: this.pairs, dropped: [] }),
      ledger: { record: (made) => void this.recorded.push(made), models: () => this.recorded, forget: () => false },
      startJudge: async () => Object.assign(new FakeJudge(), { close: async () => {} }),
      ...{ seeds: [], clock: () => 0, ownServer: true, keepsGibberish: false },
      alone: (work) => work(),
      keepCorrection: async () => {},
    };
  }

  private folder(): RunFolder {
    const { findings, files } = this;
    return {
      id: "train-1",
      pathOf: (file) => `/run/${file}`,
      finding: async (phase) => findings.get(phase) as never,
      keepFinding: async (phase, finding) => void findings.set(phase, finding),
      forget: async (phase) => void findings.delete(phase),
      writeRows: async (file, rows) => void files.set(file, rows as readonly never[]),
      readRows: async (file) => files.get(file) ?? [],
      writeDropped: async (dropped) => {
        this.dropped = dropped;
      },
      readDropped: async () => this.dropped,
      freeDisk: async () => this.freeDisk,
    };
  }
}

const STEPS = ["base", "inspect", "prepare", "countTokens", "train", "export", "register", "open"];

it.each(STEPS)("a training that fails or is killed at %s goes on there and repeats no finished phase", async (step) => {
  const world = new World();
  world.broken.set(step, new UserError("Ollama does not answer.", "Start it."));
  await expect(world.train()).rejects.toThrow("Ollama does not answer.");
  expect(world.recorded).toHaveLength(0);
  world.broken.clear();
  const before = world.done.length;
  expect(await world.train()).toMatchObject({ event: "summary", tuned: expect.stringContaining("autodidact") });
  expect(world.recorded).toHaveLength(1);
  const costly = world.done.filter((done) => ["train", "export", "register"].includes(done));
  expect(costly).toEqual(["train", "export", "register"]);
  expect(world.done.slice(before)).toContain(step);
});

it("a run that is killed once Ollama has made its model leaves that model alone, under the name that it then records", async () => {
  const world = new World();
  world.broken.set("register", new Error("killed"));
  await expect(world.train()).rejects.toThrow("killed");
  world.broken.clear();
  await world.train();
  expect([...world.shelved]).toEqual(world.recorded.map(({ name }) => name));
});

it("a model learns to write the puzzles that it learns to solve, which are no more pairs of its lineage", async () => {
  const world = new World();
  await world.train();
  const [{ pairs: trained = [], evaluationPairs = [] } = {}] = world.recorded;
  expect([trained.length, evaluationPairs.length]).toEqual([9, 1]);
  expect([...trained, ...evaluationPairs].sort()).toEqual(pairs.map(({ id }) => id).sort());
  expect(world.rowsOf("rows").filter(({ writes }) => writes)).toHaveLength(9);
});

it("a base that is removed from Ollama once it is prepared is not asked for again", async () => {
  const world = new World();
  world.broken.set("train", new Error("killed"));
  await expect(world.train()).rejects.toThrow("killed");
  world.broken.delete("train");
  world.broken.set("base", new UserError("Ollama has no model named base:1b.", "Pull it."));
  expect(await world.train()).toMatchObject({ event: "summary", base: "base:1b" });
});

it("a run that goes on asks for the prepared base in the phases that load it, and in no other", async () => {
  const world = new World();
  const asked = () => world.done.filter((done) => done === "prepare").length;
  world.broken.set("train", new Error("killed"));
  await expect(world.train()).rejects.toThrow("killed");
  const before = asked();
  world.broken.clear();
  world.broken.set("register", new UserError("Ollama does not answer.", "Start it."));
  await expect(world.train()).rejects.toThrow("Ollama does not answer.");
  expect(asked()).toBe(before + 2); // for train and export: the cache may have been emptied
  world.broken.clear();
  world.broken.set("prepare", new Error("a base that nobody needs was prepared"));
  expect(await world.train()).toMatchObject({ event: "summary", base: "base:1b" });
  expect(world.done.filter((done) => done === "inspect")).toHaveLength(1);
});

it("weights that are given are found to match once, before anything is spent, and are what is tuned and recorded", async () => {
  const world = new World();
  world.weights = { folder: "/weights" };
  world.broken.set("match", new UserError("That is another model.", "Choose its own."));
  await expect(world.train()).rejects.toThrow("That is another model.");
  expect(world.done).toEqual(["base", "inspect"]);
  world.broken.clear();
  world.broken.set("train", new Error("killed"));
  await expect(world.train()).rejects.toThrow("killed");
  world.broken.clear();
  await world.train();
  expect(world.done.filter((done) => done === "match")).toHaveLength(1);
  expect(world.trainedOn).toBe("/prepared/weights");
  expect(world.done).toContain("export given");
  expect(world.recorded).toMatchObject([{ base: "base:1b", weights: { folder: "/weights", digest: "1f" } }]);
});

it("a training that has too few rows leaves every dropped pair by name, and takes others up", async () => {
  const world = new World();
  world.pairs = pairs.map((pair) => ({ ...pair, header: "def g(n=3):" }));
  await expect(world.train()).rejects.toThrow("Every pair was dropped: 10 header.");
  expect(world.dropped.map(({ id }) => id)).toEqual(pairs.map(({ id }) => id));
  world.pairs = pairs;
  expect(await world.train()).toMatchObject({ dataset: { used: 10, dropped: {} } });
  expect(world.dropped).toEqual([]);
});

it("an architecture that cannot be tuned is refused before anything is prepared", async () => {
  const world = new World();
  world.shape = { ...shape, architecture: "mamba", supported: false };
  await expect(world.train()).rejects.toMatchObject({ message: expect.stringContaining("mamba") });
  expect(world.done).toEqual(["base", "inspect"]);
});

it("a disk that is too small is said before it is filled, and nothing is lost", async () => {
  const world = new World();
  world.freeDisk = 1e6;
  await expect(world.train()).rejects.toMatchObject({ remedy: expect.stringContaining("nothing is lost") });
  expect(world.done).toEqual(["base", "inspect"]);
  world.freeDisk = 1e12;
  await world.train();
  expect(world.recorded).toHaveLength(1);
});
