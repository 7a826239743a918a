import { expect, it } from "vitest";
import { type Row, rowOf, type TrainingPair } from "../../src/core/datasetRows.ts";
import { rehearsalRows } from "../../src/core/rehearsal.ts";

const pair = (n: number, more: Partial<TrainingPair> = {}): TrainingPair => ({
  ...{
    id: `pair ${n}`,
    puzzleId: `puzzle ${n}`,
    round: n,
    header: `def g(n=${n}):`,
    g: `def g(n=${n}):\n    return n`,
  },
  f: `def f(x: int, n=${n}):\n    return x == n or f(x - 1)`,
  ...more,
});
const rows = (pairs: readonly TrainingPair[]) => pairs.map((each) => rowOf(each, "completion") as Row);

it("has each puzzle follow others as a generation asks for it, whatever its solutions", () => {
  const pairs = [1, 2, 3, 4, 5].map((n) => pair(n));
  const made = rehearsalRows(rows(pairs), [...pairs, pair(1, { id: "other" })], 7);
  expect(made.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5].map((n) => `write puzzle ${n}`));
  for (const [index, { prompt, completion, puzzleId, round, writes }] of made.entries()) {
    const n = index + 1;
    expect([puzzleId, round, writes]).toEqual([`puzzle ${n}`, n, true]);
    expect(prompt.endsWith("\n\ndef f4(")).toBe(true);
    expect(prompt.match(/^def f[123]\(/gm)).toHaveLength(3);
    expect(prompt).not.toContain(`n=${n})`);
    expect(completion).toBe(`x: int, n=${n}):\n    return x == n or f4(x - 1)`);
  }
  expect(rehearsalRows(rows(pairs), pairs.toReversed(), 7)).toEqual(made.map((row) => expect.objectContaining(row)));
  expect(rehearsalRows(rows(pairs), pairs, 8)).not.toEqual(made);
});

it("shows and asks for nothing that is not trained on, nor what needs an import", () => {
  const pairs = [1, 2, 3].map((n) => pair(n));
  const evaluated = pair(9);
  const importing = pair(4, { f: `import math\n\n\n${pair(4).f}` });
  const made = rehearsalRows(rows([...pairs, importing]), [...pairs, importing, evaluated], 1);
  expect(made).toHaveLength(3);
  expect(JSON.stringify(made)).not.toMatch(/n=9|n=4|import/);
  expect(rehearsalRows(rows([pair(1)]), [pair(1)], 1)).toEqual([]);
});
