import { describe, expect, it } from "vitest";
import { cellLine } from "../../src/ui/cellLine.ts";

describe("the line of a puzzle's cell", () => {
  const text =
    "import math\n\n# %% 00000000000000a1\ndef f(x: int): ...\n\r\n#%%  00000000000000a2 \ndef f(x: int): ...\n";
  it("is found by the puzzle's id", () => {
    expect(cellLine(text, "00000000000000a1")).toBe(2);
    expect(cellLine(text, "00000000000000a2")).toBe(5);
    expect(cellLine(text.replaceAll("\n", "\r\n").replaceAll("\r\r", "\r"), "00000000000000a2")).toBe(5);
  });
  it("is none for another id, or a part of one", () => {
    expect(cellLine(text, "00000000000000a3")).toBeUndefined();
    expect(cellLine(text, "00000000000000a")).toBeUndefined();
  });
});
