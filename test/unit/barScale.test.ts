import { describe, expect, it } from "vitest";
import { axisEnd, placeOn } from "../../webview/barScale.ts";

describe("the scale of bars", () => {
  it("has the least good end on which every interval fits", () => {
    expect(axisEnd([{ low: 0.1, high: 0.12 }])).toBe(0.2);
    expect(axisEnd([{ low: 0.1, high: 0.2 }])).toBe(0.2);
    expect(axisEnd([{ low: -0.31, high: 0.12 }])).toBe(0.4);
    expect(axisEnd([{ low: 0.9, high: 1 }])).toBe(1);
    expect(axisEnd([{ low: 0, high: 0 }])).toBe(0.02);
  });

  it("puts values at their share of the width, and none beyond its ends", () => {
    expect(placeOn(0.1, 0, 0.4)).toBe("25.00%");
    expect(placeOn(0, -0.2, 0.2)).toBe("50.00%");
    expect(placeOn(-0.5, -0.2, 0.2)).toBe("0.00%");
    expect(placeOn(3, 0, 1)).toBe("100.00%");
  });
});
