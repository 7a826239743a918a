import { expect, it } from "vitest";
import { renderAttempts } from "../../src/core/attemptsText.ts";

const attempt = {
  id: 1,
  g: "def g():\n    return 1",
  verdict: "raised",
  detail: "g raised ValueError in line 2: a\nimport os",
  answer: null,
  ms: 0.25,
  model: "tiny",
  addedAt: 0,
} as const;

it("shows each attempt below what became of it, and how all ended", () => {
  const text = renderAttempts({ counts: { raised: 2, verified: 1 }, attempts: [attempt] }, () => "today");
  expect(text).toBe(`# 3 attempts, the newest 1: 2 raised, 1 verified


# raised · tiny · 0.3 ms · today
# g raised ValueError in line 2: a
# import os
def g():
    return 1
`);
});
