import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { type HostFacts, hostPorts } from "../../src/hostPorts.ts";
import { temporaryFolder } from "./queueFixtures.ts";

const FAKE_JUDGE = "test/fixtures/fakeJudge.py";
let starts: string;

beforeEach(() => {
  starts = join(temporaryFolder(), "starts");
  process.env["FAKE_STARTS"] = starts;
});
afterEach(() => {
  for (const name of ["FAKE_STARTS", "FAKE_TIER", "AUTODIDACT_TIER"]) delete process.env[name];
});

function facts(more: Partial<HostFacts> & { allowPackages?: boolean } = {}): HostFacts {
  return {
    workspace: temporaryFolder(),
    script: "cli.js",
    judgePath: FAKE_JUDGE,
    mediaPath: "media",
    isTrusted: () => true,
    judgesWithoutSandbox: () => false,
    settings: () => ({ ollamaUrl: "", pythonPath: "", allowPackages: more.allowPackages ?? false }),
    activePython: async () => undefined,
    log: () => {},
    ...more,
  };
}

describe("the editor's judge", () => {
  it("is started once to say how well it is closed off, whatever the tier", async () => {
    const { judge } = hostPorts(facts());
    const none = { tier: "none", open: ["write files", "use the network"] };
    expect(await Promise.all([judge.sandbox(), judge.sandbox()])).toEqual([none, none]);
    expect(await judge.sandbox()).toEqual(none);
    expect(readFileSync(starts, "utf8")).toBe("started\n");
  });

  it("is asked again after it could not be started", async () => {
    const own = facts({ judgePath: "no/such/judge" });
    const { judge } = hostPorts(own);
    await expect(judge.sandbox()).rejects.toThrow(UserError);
    await expect(judge.sandbox()).rejects.toThrow("no/such/judge");
    own.judgePath = FAKE_JUDGE;
    process.env["FAKE_TIER"] = "full";
    expect(await judge.sandbox()).toEqual({ tier: "full", open: [] });
  });

  it("is never started in an untrusted workspace", async () => {
    const { judge } = hostPorts(facts({ isTrusted: () => false }));
    await expect(judge.sandbox()).rejects.toThrow("not trusted");
    expect(existsSync(starts)).toBe(false);
  });
});

describe("the environment of jobs", () => {
  const environment = async (own: HostFacts) => (await hostPorts(own).commandLine()).environment;

  it("asks for a sandbox, until a person consents to do without", async () => {
    expect(await environment(facts())).toMatchObject({ AUTODIDACT_TIER: "partial" });
    expect(await environment(facts({ judgesWithoutSandbox: () => true }))).toMatchObject({ AUTODIDACT_TIER: "none" });
  });

  it("takes more from whoever started the editor, but no less", async () => {
    process.env["AUTODIDACT_TIER"] = "full";
    expect(await environment(facts())).toMatchObject({ AUTODIDACT_TIER: "full" });
    process.env["AUTODIDACT_TIER"] = "none";
    expect(await environment(facts())).toMatchObject({ AUTODIDACT_TIER: "partial" });
  });

  it("allows packages where the setting does", async () => {
    expect(await environment(facts())).toMatchObject({ AUTODIDACT_PACKAGES: "0" });
    expect(await environment(facts({ allowPackages: true }))).toMatchObject({ AUTODIDACT_PACKAGES: "1" });
  });
});
