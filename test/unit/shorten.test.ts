import { expect, it } from "vitest";
import { shorten } from "../../src/core/shorten.ts";

it("leaves what fits, on one line", () => {
  expect(shorten("[1,\n  2]", 10)).toBe("[1, 2]");
  expect(shorten("x".repeat(10), 10)).toBe("x".repeat(10));
});

it("cuts what does not, never through a character", () => {
  expect(shorten("x".repeat(11), 10)).toBe(`${"x".repeat(9)}…`);
  expect(shorten("😀".repeat(11), 10)).toBe(`${"😀".repeat(9)}…`);
  expect([...shorten(`a${" ".repeat(1_000)}b`, 10)].at(-1)).toBe("…");
});
