import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Ended, run, temporaryWorkspace } from "./commandLine.ts";
import { temporaryFolder } from "./queueFixtures.ts";

const INPUT = '{"id":"a","f":"def f(x: int):\\n    return x == 7","g":"def g():\\n    return 7"}\n';

/** A copy of the built command line whose judge has no sandbox. */
function unsandboxed(): string {
  const dist = join(temporaryFolder(), "dist");
  mkdirSync(join(dist, "python/judge"), { recursive: true });
  cpSync("dist/cli.js", join(dist, "cli.js"));
  cpSync("test/fixtures/fakeJudge.py", join(dist, "python/judge/__main__.py"));
  return join(dist, "cli.js");
}

describe("without a sandbox", () => {
  const cli = unsandboxed();
  const start = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    run(temporaryWorkspace(), words, { cli, env });
  const expectRefused = ({ code, log }: Ended) => {
    expect(log).toMatch(/^The judge's sandbox is of tier none.*write files, use the network\..*`--tier none`/m);
    expect(code).toBe(1);
  };

  it("every command that judges refuses, and says what to do", async () => {
    expectRefused(await start(["verify"]));
    const file = join(temporaryFolder(), "pairs.jsonl");
    writeFileSync(file, "");
    expectRefused(await start(["import", file]));
    const journal = join(temporaryFolder(), "journal.jsonl");
    const generated = await start(["generate", "--journal", journal]);
    expectRefused(generated);
    expect(generated.summary).toMatchObject({ event: "failed", reason: "sandbox" });
    expect(JSON.parse(readFileSync(journal, "utf8"))).toEqual(generated.summary);
  });

  it("it judges where the option or the variable allows that", async () => {
    for (const ended of [
      await start(["--tier", "none", "verify"]),
      await start(["verify"], { AUTODIDACT_TIER: "none" }),
    ]) {
      expect(ended.summary).toMatchObject({ event: "summary", judged: 0 });
      expect(ended.code).toBe(0);
    }
  });

  it("an unknown tier is bad usage", async () => {
    expect((await start(["--tier", "half", "verify"])).code).toBe(2);
    expect((await start(["verify"], { AUTODIDACT_TIER: "half" })).code).toBe(2);
  });
});

describe("with packages", () => {
  it("pairs that need none are verified as ever, by option and by variable", async () => {
    const workspace = temporaryWorkspace();
    for (const ended of [
      await run(workspace, ["--packages", "verify"], { input: INPUT }),
      await run(workspace, ["verify"], { input: INPUT, env: { AUTODIDACT_PACKAGES: "1" } }),
    ]) {
      expect(ended.lines[0]).toMatchObject({ id: "a", verdict: "verified" });
    }
    expect(existsSync(join(workspace, ".autodidact"))).toBe(false);
  });
});
