import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TRAINED_ARMS } from "../../src/core/experiment.ts";
import { drawReport } from "../../src/core/experimentReport.ts";
import { COUNTING, ExperimentWorld } from "./experimentWorld.ts";

const SEEDS = [1, 2, 4];

describe("an experiment", () => {
  it("chooses the pairs of every seed, tunes each arm of each, and then evaluates all", async () => {
    const world = new ExperimentWorld();
    await world.run([1, 2]);
    expect(world.work.map((each) => each.split(" ")[0])).toEqual([
      ...["unverified-1", "verified-1", "selected-1"],
      ...["unverified-2", "verified-2", "selected-2"],
    ]);
    const arms = world.events.flatMap((event) => (event.event === "arm" ? [[event.arm, event.seed, event.pairs]] : []));
    expect(arms.slice(2, 4)).toEqual([
      ["selected", 1, 4],
      ["unverified", 2, 4],
    ]);
    expect(arms.at(-1)).toEqual(["base", null, null]);
  });

  it("tells each seed, all of them together, and how far they are apart", async () => {
    const { summary } = await new ExperimentWorld().summary(SEEDS);
    expect(summary.seeds.map(({ seed, experiment }) => [seed, experiment])).toEqual([
      [1, "seed 1"],
      [2, "seed 2"],
      [4, "seed 4"],
    ]);
    // The base solves 2 of 8, selected 5, and one more where the seed is odd.
    const selected = summary.seeds.map(({ arms }) => arms.selected.passAt[1]?.value);
    expect(selected).toEqual([6 / 8, 5 / 8, 5 / 8]);
    expect(summary.arms.selected.passAt[1]?.value).toBeCloseTo(16 / 24);
    const difference = summary.differences.find(({ of, less }) => of === "selected" && less === "base");
    expect(difference?.passAt[1]?.value).toBeCloseTo(10 / 24);
    expect(difference?.spread?.[1]).toMatchObject({ least: 3 / 8, most: 4 / 8 });
    // Both have one more at the same seed.
    const arms = summary.differences.find(({ of, less }) => of === "selected" && less === "verified");
    expect(arms?.spread?.[1]).toMatchObject({ least: 1 / 8, most: 1 / 8, deviation: 0 });
  });

  it("comes, killed at whatever points, to the same end with nothing done twice, on the pairs that it chose first", async () => {
    const whole = new ExperimentWorld();
    const { bySeed } = await whole.run(SEEDS);
    const names = (world: ExperimentWorld) => world.work.map((each) => each.split(" ")[0]);
    const check = async (kills: readonly number[]) => {
      const killed = new ExperimentWorld();
      const again = await killed.runKilled(kills, SEEDS);
      expect(again.bySeed.map(({ attempts }) => attempts)).toEqual(bySeed.map(({ attempts }) => attempts));
      expect(names(killed)).toEqual(names(whole));
      for (const { seed, pairs, trainings } of again.bySeed) {
        expect(killed.pairs.get(seed)).toBe(pairs);
        for (const arm of TRAINED_ARMS) {
          expect(killed.work).toContain(`${arm}-${seed} as ${trainings[arm].training} on ${pairs[arm][0]?.id}`);
        }
      }
    };
    for (let point = 0; point < whole.fuse.points; point++) await check([point]);
    await fc.assert(fc.asyncProperty(fc.array(fc.nat({ max: 25 }), { maxLength: 8 }), check));
  });

  it("goes on with more seeds from what those before have come to", async () => {
    const world = new ExperimentWorld();
    await world.run([1]);
    const before = world.pairs.get(1);
    await world.run([1, 2]);
    expect(world.pairs.get(1)).toBe(before);
    expect(world.work).toHaveLength(6);
    const { bySeed } = await world.run([1, 2]);
    expect(world.work).toHaveLength(6);
    expect(bySeed).toHaveLength(2);
  });
});

describe("the page of an experiment", () => {
  it("has every arm, seed and parameter, and needs nothing else", async () => {
    const { summary, bySeed } = await new ExperimentWorld().summary(SEEDS, "<b>ase");
    const page = drawReport(summary, bySeed, COUNTING);
    for (const text of ["tuned on selected verified pairs", "between seeds, @1", "window.low", "<td>1, 2, 4</td>"]) {
      expect(page).toContain(text);
    }
    expect(page).toContain("12.5 to 12.5, deviation 0.0");
    for (const text of ["Some &lt;CPU&gt;, 2 cores", "24.0 GB", "<td>1.2.3</td>", "9.8.7", "345", "6.7 GB"]) {
      expect(page).toContain(text);
    }
    expect(page).toContain("&lt;b&gt;ase");
    expect(page).not.toContain("<b>ase");
    expect(page).not.toMatch(/(?:src|href)=/);
  });
  it("says nothing of what lies between seeds where there is one", async () => {
    const { summary, bySeed } = await new ExperimentWorld().summary([1]);
    expect(summary.differences.every(({ spread }) => spread === null)).toBe(true);
    expect(drawReport(summary, bySeed, COUNTING)).not.toContain("between seeds");
  });
});
