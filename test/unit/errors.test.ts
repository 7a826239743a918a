import { describe, expect, it, vi } from "vitest";
import { BadInput, UserError } from "../../src/core/errors.ts";

describe("an error that a person can act on", () => {
  it("is known as one whichever bundle made it, and nothing else is", async () => {
    vi.resetModules();
    const other = await import("../../src/core/errors.ts");
    expect(other.UserError).not.toBe(UserError);
    expect(new other.UserError("Why.", "What next.") instanceof UserError).toBe(true);
    expect(new other.BadInput("Why.", "What next.") instanceof UserError).toBe(true);
    expect(new Error("a bug") instanceof UserError).toBe(false);
    expect({ name: "UserError" } instanceof UserError).toBe(false);
  });

  it("is about what was given only where it says so", () => {
    expect(new BadInput("Why.", "What next.") instanceof BadInput).toBe(true);
    expect(new UserError("Why.", "What next.") instanceof BadInput).toBe(false);
  });
});
