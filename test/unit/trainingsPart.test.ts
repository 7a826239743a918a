import { describe, expect, it, vi } from "vitest";
import { TrainStatus } from "../../src/core/trainStatus.ts";
import type { ShownTraining } from "../../src/ui/trainingRun.ts";
import { TrainingsPart } from "../../src/ui/trainingsPart.ts";

function ended(id: string): ShownTraining {
  const status = new TrainStatus();
  status.take({ event: "evaluation", step: 0, loss: 3 });
  return { id, base: "b:1b", recipe: "adaptive", epochs: 2, createdAt: 5, status, state: "finished" };
}

function setUp(all: readonly ShownTraining[], current?: ShownTraining) {
  const onChange = vi.fn();
  const logTail = async (id: string) => [`the log of ${id}`];
  return { part: new TrainingsPart({ training: { all, current }, trainings: { logTail }, onChange }), onChange };
}

describe("the trainings in the panel", () => {
  it("have the log of the newest from its file, though nothing runs: the window may be another one", async () => {
    const { run, earlier, opened } = await setUp([ended("c"), ended("b"), ended("a")]).part.view();
    expect(run).toMatchObject({ id: "c", log: ["the log of c"] });
    expect(earlier.map(({ id }) => id)).toEqual(["b", "a"]);
    expect(opened).toBeNull();
  });

  it("show the losses and the log of an earlier one as long as a person wants them", async () => {
    const { part, onChange } = setUp([ended("c"), ended("b"), ended("a")]);
    part.open("a");
    expect(onChange).toHaveBeenCalledOnce();
    expect((await part.view()).opened).toMatchObject({
      ...{ id: "a", log: ["the log of a"], evaluations: [{ step: 0, loss: 3 }] },
    });
    part.open(undefined);
    expect((await part.view()).opened).toBeNull();
  });

  it("show none that is not in their list", async () => {
    const { part } = setUp([ended("c"), ended("b")]);
    for (const id of ["../../elsewhere", "c"]) {
      part.open(id);
      expect((await part.view()).opened).toBeNull();
    }
  });

  it("have the one that runs before all others, an old one that was taken up again, too", async () => {
    const running = { ...ended("a"), state: "running" } as const;
    const { run, earlier } = await setUp([ended("c"), ended("b"), running], { ...running }).part.view();
    expect(run).toMatchObject({ id: "a", state: "running" });
    expect(earlier.map(({ id }) => id)).toEqual(["c", "b"]);
  });

  it("are none where nothing was trained", async () => {
    expect(await setUp([]).part.view()).toEqual({ run: null, earlier: [], opened: null });
  });
});
