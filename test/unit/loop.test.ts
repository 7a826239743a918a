import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoopEntry } from "../../src/core/loop.ts";
import { roundsOf } from "../../src/core/loop.ts";
import { nextStep } from "../../src/core/loopSteps.ts";
import { BASE, LoopWorld, type ScriptedRound } from "./loopWorld.ts";

const LIMITS = { rounds: 3, pairs: undefined, patience: 2 };
const better: ScriptedRound = { pairs: 5, skill: 12 };
const same: ScriptedRound = { pairs: 5, skill: 6 };
const worse: ScriptedRound = { pairs: 5, skill: 0 };

const generators = ({ journal }: LoopWorld) => roundsOf(journal).map(({ generator }) => generator);
const decisions = ({ journal }: LoopWorld) => roundsOf(journal).map(({ decided }) => decided?.promoted);
const reasons = ({ journal }: LoopWorld) => roundsOf(journal).map(({ decided }) => decided?.why);

describe("a loop", () => {
  it("has a better model write the next round", async () => {
    const world = new LoopWorld([better, worse, better]);
    expect(await world.run()).toBe("rounds");
    expect(generators(world)).toEqual([BASE, "tuned1", "tuned1"]);
    expect(decisions(world)).toEqual([true, false, true]);
    expect(world.promoted).toEqual(["tuned1", "tuned3"]);
    expect(reasons(world)[0]).toMatch(/^Better than base: pass@1 differs by \+50\.0 \(\+.* to \+.*\) points\.$/);
  });
  it("does its phases in their order, once each", async () => {
    const world = new LoopWorld([better]);
    await world.run({ rounds: 1 });
    expect(world.journal.map(({ entry }) => entry)).toEqual([
      "begun",
      "generating",
      "generated",
      "reviewed",
      "training",
      "trained",
      "evaluated",
      "decided",
    ]);
    expect(world.events.flatMap((event) => (event.event === "phase" ? [event.phase] : []))).toEqual([
      "generate",
      "train",
      "evaluate",
    ]);
  });
  it("promotes a model that is as good as the one before", async () => {
    const world = new LoopWorld([same]);
    await world.run({ rounds: 1 });
    expect(world.promoted).toEqual(["tuned1"]);
    expect(reasons(world)[0]).toMatch(/^Not worse than base: pass@1 differs by 0\.0 /);
  });
  it("refuses a model that is not worse than a bad generator, but than the base", async () => {
    // Each loses a little, within the interval, until all together are clear.
    const world = new LoopWorld([4, 2, 1, 0].map((skill) => ({ pairs: 1, skill })));
    await world.run({ rounds: 4 });
    expect(decisions(world)[0]).toBe(true);
    expect(decisions(world)).toContain(false);
    expect(reasons(world).at(-1)).toMatch(/^Worse than the base, base: pass@1 differs by -/);
  });
  it("refuses a model that talks gibberish, however it is evaluated", async () => {
    const world = new LoopWorld([{ ...better, speaks: false }]);
    await world.run({ rounds: 1 });
    expect(world.promoted).toEqual([]);
    expect(reasons(world)).toEqual(["tuned1 talks gibberish."]);
  });
  it("goes on with more pairs where one round's were too few to train on", async () => {
    const world = new LoopWorld([{ ...better, untrained: true }, better]);
    expect(await world.run({ rounds: 2 })).toBe("rounds");
    expect(reasons(world)[0]).toBe("All rows are of one puzzle.");
    expect(world.promoted).toEqual(["tuned2"]);
  });
});

describe("a loop stops", () => {
  it("after so many rounds in a row that were not promoted", async () => {
    const world = new LoopWorld([worse, worse, better]);
    expect(await world.run()).toBe("patience");
    expect(decisions(world)).toEqual([false, false]);
    const patient = new LoopWorld([worse, better, worse]);
    expect(await patient.run()).toBe("rounds");
  });
  it("at the end of the round in which there are enough accepted pairs, those before it counted", async () => {
    const world = new LoopWorld([better, better, better], 20);
    expect(await world.run({ pairs: 30 })).toBe("pairs");
    expect(decisions(world)).toHaveLength(2);
  });
  it("where a round brings no new pair, and is not trained", async () => {
    const world = new LoopWorld([better, { pairs: 0, skill: 12 }], 7);
    expect(await world.run()).toBe("nothingNew");
    expect(world.journal.at(-1)).toMatchObject({ entry: "generated", round: 2 });
  });
  it("before a phase for which no time is left, and goes on with more", async () => {
    const world = new LoopWorld([better, better]);
    expect(await world.run({ until: 2 })).toBe("time");
    expect(world.journal.at(-1)).toMatchObject({ entry: "trained", round: 1 });
    expect(await world.run({ until: 4 })).toBe("time");
    expect(await world.run({ rounds: 2 })).toBe("rounds");
    expect(decisions(world)).toEqual([true, true]);
  });
  it("for a review by a person, and goes on once something is accepted", async () => {
    const world = new LoopWorld([better]);
    const human = { rounds: 1, review: "human" } as const;
    expect(await world.run(human)).toBe("review");
    expect(await world.run(human)).toBe("review");
    expect(world.work).toHaveLength(1);
    world.pending -= 2;
    world.accepted += 2;
    expect(await world.run(human)).toBe("rounds");
    expect(roundsOf(world.journal)[0]?.reviewed).toMatchObject({ accepted: 2, fresh: 2 });
  });
  it("where the person has rejected all", async () => {
    const world = new LoopWorld([better]);
    await world.run({ review: "human" });
    world.pending = 0;
    expect(await world.run({ review: "human" })).toBe("nothingNew");
  });
  it("and goes on where a limit is raised", async () => {
    const world = new LoopWorld([better, better]);
    expect(await world.run({ rounds: 1 })).toBe("rounds");
    expect(await world.run({ rounds: 1 })).toBe("rounds");
    expect(world.work).toHaveLength(3);
    await world.run({ rounds: 2 });
    expect(world.promoted).toEqual(["tuned1", "tuned2"]);
  });
});

describe("a killed loop", () => {
  const script = [better, worse, { ...same, untrained: true }, better];
  const plan = { rounds: 4, patience: 3 };

  it("comes to the same end from every point, with nothing done twice", async () => {
    const whole = new LoopWorld(script);
    await whole.run(plan);
    for (let point = 0; point < whole.fuse.points; point++) {
      const killed = new LoopWorld(script);
      expect(await killed.runKilled([point], plan)).toBe("rounds");
      expect(killed.journal).toEqual(whole.journal);
      expect(killed.work).toEqual(whole.work);
      expect(killed.promoted).toEqual(whole.promoted);
    }
  });

  const rounds = fc.array(
    fc.record({
      pairs: fc.integer({ min: 0, max: 9 }),
      skill: fc.constantFrom(0, 3, 6, 9, 12),
      speaks: fc.boolean(),
      untrained: fc.boolean(),
    }),
    { maxLength: 6 },
  );
  const limits = fc.record({
    rounds: fc.integer({ min: 1, max: 5 }),
    pairs: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
    patience: fc.integer({ min: 1, max: 3 }),
  });

  it("whatever happens: the same end, no round too many, no worse model promoted, each written by the best one", async () => {
    await fc.assert(
      fc.asyncProperty(
        rounds,
        limits,
        fc.array(fc.nat({ max: 20 }), { maxLength: 8 }),
        async (happens, within, kills) => {
          const [whole, killed] = [new LoopWorld(happens), new LoopWorld(happens)];
          const end = await whole.run(within);
          expect(await killed.runKilled(kills, within)).toBe(end);
          expect(killed.journal).toEqual(whole.journal);
          expect(killed.work).toEqual(whole.work);
          const all = roundsOf(killed.journal);
          expect(all.length).toBeLessThanOrEqual(within.rounds);
          let best = BASE;
          for (const { generator, trained, evaluated, decided } of all) {
            expect(generator).toBe(best);
            if (decided?.promoted !== true) continue;
            expect(trained?.speaks).toBe(true);
            expect(evaluated?.less.generator[1]?.high).toBeGreaterThanOrEqual(0);
            expect(evaluated?.less.base[1]?.high).toBeGreaterThanOrEqual(0);
            best = trained?.model ?? "";
          }
        },
      ),
    );
  });

  it("has one next step for every part of a journal", async () => {
    const whole = new LoopWorld(script);
    await whole.run(plan);
    const steps = whole.journal.map((_, length) => nextStep(whole.journal.slice(0, length), LIMITS).do);
    expect(steps.slice(0, 9)).toEqual([
      "begin",
      "generate",
      "generate",
      "review",
      "train",
      "train",
      "evaluate",
      "decide",
      "generate",
    ]);
    expect(nextStep([], LIMITS)).toEqual({ do: "begin" });
    const begun: LoopEntry = { entry: "begun", base: BASE, accepted: 0 };
    expect(nextStep([begun], LIMITS)).toEqual({ do: "generate", round: 1, generator: BASE, run: undefined });
  });
});
