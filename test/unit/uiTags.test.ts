import { describe, expect, it } from "vitest";
import { commonTags, retagged } from "../../src/ui/tags.ts";

describe("tags of several pairs", () => {
  it("are edited where all have them, and leave each pair its own", () => {
    const all = [
      ["a", "b", "own"],
      ["b", "a"],
    ];
    const before = commonTags(all);
    expect(before).toEqual(["a", "b"]);
    expect(all.map((own) => retagged(own, before, ["b", "new"]))).toEqual([
      ["b", "own", "new"],
      ["b", "new"],
    ]);
  });
  it("are none for no pair", () => {
    expect(commonTags([])).toEqual([]);
  });
});
