/**
 * What the Training panel costs at 100,000 pairs over what it costs at 1,000, by turns in one run:
 *
 * - `open`: the queue's file opened, its counts read, the first snapshot made and checked as the page checks it
 * - `snapshot`: every later one, with the first 20 dropped pairs of each reason shown
 * - `page`: the same after 20 more were asked for
 * - `pair`: a dropped pair read from the queue, as a click on it does
 * - `look`: what a training would be, found out in a process of its own
 *
 * All but the last have to be flat (2 at most), the last one linear (100 at most). Every second pair is dropped.
 *
 * `npm run bench:panel`, after `npm run build`. Prints one JSON line.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { DROP_REASONS } from "../../src/core/dataset.ts";
import { WorkspaceQueue } from "../../src/node/queueAccess.ts";
import { previewTraining } from "../../src/node/training/previewProcess.ts";
import { createWorkspaceFiles } from "../../src/node/workspaceFiles.ts";
import { toPanel } from "../../src/protocol/panelMessages.ts";
import { entriesOf } from "../../src/ui/modelEntries.ts";
import type { ModelChoice } from "../../src/ui/ports.ts";
import { TrainingForm } from "../../src/ui/trainingForm.ts";
import { FaultyOllama, json, MODEL } from "../unit/faultyOllama.ts";
import { fillQueue, idOf } from "./filledQueue.ts";

const SIZES = [1_000, 100_000] as const;
const ROUNDS = 100;
const LOOKS = 3;
const FLAT = 2;
const LINEAR = SIZES[1] / SIZES[0];
const PAGE = 20;

const model: ModelChoice = { name: MODEL, parameters: "", quantisation: "", bytes: 5e9, processor: "cpu" };
const models = { models: [], promoted: undefined };

await using ollama = await FaultyOllama.start();
ollama.routes["/api/version"] = json(200, { version: "0.34.1" });
ollama.routes["/api/show"] = json(200, {
  model_info: {
    "general.architecture": "llama",
    "general.parameter_count": 135e6,
    "llama.block_count": 30,
    "llama.embedding_length": 576,
    "llama.feed_forward_length": 1_536,
    "llama.context_length": 8_192,
  },
});

/** Eight puzzles in turn differ in constants only, of which the recipe takes four. */
function puzzle(n: number): string {
  return `def f(x: List[int], n=5):\n    # ${"-".repeat(200)}\n    return len(x) == n and sum(x) == name_${n >> 3} + ${n}`;
}

class Panel {
  readonly times: Record<string, number[]> = {};
  readonly #workspace = mkdtempSync(join(tmpdir(), "autodidact-bench-"));
  readonly #middle: string;
  readonly #form: TrainingForm;
  #queue: WorkspaceQueue;
  #shown = PAGE;
  bytes = 0;

  constructor(size: number) {
    fillQueue(createWorkspaceFiles(this.#workspace).queue, size, puzzle);
    this.#middle = idOf(size >> 1);
    this.#queue = new WorkspaceQueue(this.#workspace);
    const environment = async () => ({ OLLAMA_HOST: ollama.url });
    const line = { script: resolve("dist/cli.js"), workspace: this.#workspace, environment };
    const memory = new Map<string, unknown>([["training.choice", { from: "verified" }]]);
    this.#form = new TrainingForm({
      models: { list: async () => [model] },
      trainings: { preview: (request, signal) => previewTraining(line, request, signal) },
      memory: {
        get: <T>(key: string) => memory.get(key) as T | undefined,
        update: async (key, value) => void memory.set(key, value),
      },
      mayLook: () => true,
      onChange: () => {},
    });
  }

  async time(name: string, work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    await work();
    this.times[name] = [...(this.times[name] ?? []), performance.now() - start];
  }

  async look(): Promise<void> {
    await this.#form.askModels();
    const { problem } = this.#form.preview;
    if (problem !== null) throw new Error(problem);
  }

  async open(): Promise<void> {
    await this.#queue.dispose();
    this.#queue = new WorkspaceQueue(this.#workspace);
    await this.#send();
  }

  async snapshot(): Promise<void> {
    this.#show(PAGE);
    await this.#send();
  }

  async page(): Promise<void> {
    this.#shown = this.#shown > 150 ? PAGE : this.#shown + PAGE;
    this.#show(this.#shown);
    await this.#send();
  }

  async pair(): Promise<void> {
    if ((await this.#queue.pair(this.#middle)) === undefined) throw new Error("The pair is not in the queue.");
  }

  async close(): Promise<void> {
    await this.#queue.dispose();
    rmSync(this.#workspace, { recursive: true });
  }

  #show(most: number): void {
    for (const reason of DROP_REASONS) this.#form.showDropped(reason, most);
  }

  /** As the host sends it and the page takes it. */
  async #send(): Promise<void> {
    const stats = await this.#queue.stats();
    const text = JSON.stringify({
      type: "state",
      state: {
        ...{ pairs: stats?.pairs, rejected: stats?.rejected, judge: null },
        training: {
          ...{ locked: null, form: this.#form.view, preview: this.#form.preview },
          ...{ run: null, earlier: [], opened: null, more: false },
        },
        models: {
          ...{ entries: entriesOf(models, PAGE), promoted: null, recipes: [], recipe: "" },
          ...{ evaluating: null, opened: null },
        },
      },
    });
    toPanel.parse(JSON.parse(text));
    this.bytes = text.length;
  }
}

function median(times: readonly number[] = []): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

const panels = SIZES.map((size) => new Panel(size));
const [small, large] = panels as [Panel, Panel];
try {
  for (let n = 0; n < LOOKS; n += 1) for (const panel of panels) await panel.time("look", () => panel.look());
  for (const name of ["open", "snapshot", "page", "pair"] as const) {
    // Both sizes in turn, so that whatever else the machine does falls on both.
    for (let n = 0; n < ROUNDS; n += 1) for (const panel of panels) await panel.time(name, () => panel[name]());
  }
  const report = Object.keys(small.times).map((name) => {
    const [at1k, at100k] = [median(small.times[name]), median(large.times[name])];
    const ratio = at100k / at1k;
    if (ratio > (name === "look" ? LINEAR : FLAT)) process.exitCode = 1;
    return [
      name,
      { ms1k: Number(at1k.toFixed(2)), ms100k: Number(at100k.toFixed(2)), ratio: Number(ratio.toFixed(2)) },
    ];
  });
  console.log(JSON.stringify({ ...Object.fromEntries(report), bytes1k: small.bytes, bytes100k: large.bytes }));
} finally {
  for (const panel of panels) await panel.close();
}
