import { describe, expect, it, vi } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import type { TrainPreview } from "../../src/core/trainPreview.ts";
import type { StoredTrainRequest } from "../../src/protocol/trainRequest.ts";
import type { ModelChoice } from "../../src/ui/ports.ts";
import { TrainingForm } from "../../src/ui/trainingForm.ts";

const model = (name: string): ModelChoice => ({
  ...{ name, parameters: "135M", quantisation: "Q4_1", bytes: 98e6, processor: "unknown" },
});

function setUp(more: { models?: () => Promise<ModelChoice[]>; locked?: boolean; kept?: unknown } = {}) {
  const memory = new Map<string, unknown>(more.kept === undefined ? [] : [["training.choice", more.kept]]);
  const asked: { request: StoredTrainRequest; signal: AbortSignal; answer: (preview: TrainPreview) => void }[] = [];
  const form = new TrainingForm({
    models: { list: more.models ?? (async () => [model("a:1b"), model("b:1b")]) },
    trainings: {
      preview: (request, signal) =>
        new Promise((answer, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          asked.push({ request, signal, answer });
        }),
    },
    memory: {
      get: <T>(key: string) => memory.get(key) as T | undefined,
      update: async (key: string, value: unknown) => void memory.set(key, value),
    },
    mayLook: () => more.locked !== true,
    onChange: vi.fn(),
  });
  const ready = async () => {
    const models = form.askModels();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    asked[0]?.answer({ problem: "none yet" });
    await models;
  };
  return { form, asked, memory, ready };
}

describe("the next training", () => {
  it("is on the first model of Ollama's until a person chooses another, which is remembered", async () => {
    const { form, asked, memory, ready } = setUp();
    await ready();
    expect(form.request).toMatchObject({ base: "a:1b", recipe: "adaptive", overrides: {} });
    void form.choose({ base: "b:1b" });
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.request.base).toBe("b:1b");
    expect(setUp({ kept: memory.get("training.choice") }).form.request.base).toBe("b:1b");
  });

  it("has the recipe's parameters but for those that the person sets; another recipe brings its own", async () => {
    const { form, ready } = setUp();
    await ready();
    void form.choose({ parameters: { epochs: 7 } });
    const epochs = () => form.view.parameters.find(({ name }) => name === "epochs");
    expect(epochs()).toMatchObject({ usual: 2, value: 7, least: 1, most: 100 });
    void form.choose({ parameters: { rank: 4 } });
    expect(form.request.overrides).toEqual({ epochs: 7, rank: 4 });
    void form.choose({ parameters: { epochs: null } });
    expect(form.request.overrides).toEqual({ rank: 4 });
    void form.choose({ recipe: "paper" });
    expect(form.request.overrides).toEqual({});
    expect(epochs()).toMatchObject({ usual: 4, value: null });
  });

  it.each([{ parameters: { epochs: 0 } }, { parameters: { rank: 1.5 } }, { recipe: "secret" }])(
    "stays as it was where %j is out of bounds",
    async (choice) => {
      const { form, ready } = setUp();
      await ready();
      const before = form.request;
      void form.choose(choice);
      expect(form.request).toEqual(before);
    },
  );

  it("is looked at anew with every change, and only the last look counts", async () => {
    const { form, asked, ready } = setUp();
    await ready();
    void form.choose({ parameters: { epochs: 3 } });
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    void form.choose({ parameters: { epochs: 4 } });
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(asked[1]?.signal.aborted).toBe(true);
    expect(form.preview.busy).toBe(true);
    asked[2]?.answer({ libraries: { installed: false, disk: 5e9, freeDisk: 9e9 } });
    await vi.waitFor(() => expect(form.preview.busy).toBe(false));
    expect(form.preview.libraries).toMatchObject({ installed: false });
  });

  it("is looked at no more often while the queue changes than looks come to an end, and once more at last", async () => {
    const { form, asked, ready } = setUp();
    await ready();
    for (let change = 0; change < 5; change++) form.lookSoon();
    expect(asked).toHaveLength(2);
    expect(asked[1]?.signal.aborted).toBe(false);
    asked[1]?.answer({ problem: "as it was" });
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    asked[2]?.answer({ problem: "as it is now" });
    await vi.waitFor(() => expect(form.preview).toMatchObject({ busy: false, problem: "as it is now" }));
    form.dispose();
  });

  it("names the dropped pairs of the reasons that a person opens, no more than are asked for", async () => {
    const { form, asked, ready } = setUp();
    await ready();
    void form.choose({ parameters: { epochs: 3 } });
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    const pair = (n: number, reason: "duplicate" | "header") => ({
      id: `${reason}${n}`,
      title: "x",
      reason,
      detail: "",
    });
    const dropped = [...Array.from({ length: 5 }, (_, n) => pair(n, "duplicate")), pair(0, "header")];
    asked[1]?.answer({ dropped });
    await vi.waitFor(() => expect(form.preview.busy).toBe(false));
    expect(form.preview.dropped).toEqual({});
    form.showDropped("duplicate", 2);
    expect(form.preview.dropped.duplicate?.pairs.map(({ id }) => id)).toEqual(["duplicate0", "duplicate1"]);
    expect(form.preview.dropped.duplicate?.more).toBe(true);
    form.showDropped("duplicate", 20);
    form.showDropped("header", 20);
    expect(form.preview.dropped.duplicate).toMatchObject({ pairs: { length: 5 }, more: false });
    form.showDropped("duplicate", 0);
    expect(Object.keys(form.preview.dropped)).toEqual(["header"]);
  });

  it("says why Ollama has no models, and cannot be started then", async () => {
    const { form, asked } = setUp({
      models: async () => {
        throw new UserError("There is no Ollama on this machine.", "Run setup.");
      },
    });
    await form.askModels();
    expect(form.view).toMatchObject({ bases: [], basesProblem: "There is no Ollama on this machine. Run setup." });
    expect(() => form.request).toThrow("No base model is chosen.");
    expect(asked).toEqual([]);
  });

  it("is not looked at where nothing may be run", async () => {
    const { form, asked } = setUp({ locked: true });
    await form.askModels();
    await form.choose({ base: "b:1b" });
    expect(asked).toEqual([]);
    expect(form.view.bases).toBeNull();
  });

  it("starts afresh where what was kept makes no sense", () => {
    const kept = { base: "a:1b", overrides: { epochs: -1 } };
    expect(setUp({ kept }).form.view).toMatchObject({ base: "", recipe: "adaptive" });
  });
});
