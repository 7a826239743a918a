import { describe, expect, it } from "vitest";
import { isWeaker, SANDBOX_TIERS, SandboxTooWeak } from "../../src/core/sandbox.ts";
import { hello } from "../../src/protocol/pythonMessages.ts";
import { parseRunEvent } from "../../src/protocol/runEvents.ts";

describe("a sandbox's tier", () => {
  it("is weaker than those after it, and no other", () => {
    const weaker = SANDBOX_TIERS.map((tier) => SANDBOX_TIERS.filter((least) => isWeaker(tier, least)));
    expect(weaker).toEqual([["partial", "full"], ["full"], []]);
  });

  it("that is too weak is a sentence: what happened, what got through, what to do here and in the editor", () => {
    const { sentence } = new SandboxTooWeak({ tier: "none", open: ["use the network"] }, "partial");
    expect(sentence).toMatch(/of tier none.*partial is the least.*: use the network\. .*`--tier none`.*the command/);
    const partial = new SandboxTooWeak({ tier: "partial", open: ["read files"] }, "full");
    expect(partial.sentence).toMatch(/`--tier partial`\.$/);
  });
});

describe("words between processes", () => {
  it("take an attack that is new, but no tier that is", () => {
    const said = { ready: true, python: "3.12.1", executable: "/usr/bin/python3" };
    const { sandbox } = hello.parse({ ...said, sandbox: { tier: "partial", open: ["something new"] } });
    expect(sandbox.open).toEqual(["something new"]);
    expect(() => hello.parse({ ...said, sandbox: { tier: "half", open: [] } })).toThrow();
    expect(() => hello.parse({ ...said, sandbox: "partial" })).toThrow();
  });

  it("keep why a run failed, where a person can allow it", () => {
    const failed = { event: "failed", message: "No sandbox.", reason: "sandbox" };
    expect(parseRunEvent(JSON.stringify(failed))).toEqual(failed);
    expect(parseRunEvent('{"event":"failed","message":"No."}')).toEqual({ event: "failed", message: "No." });
  });
});
