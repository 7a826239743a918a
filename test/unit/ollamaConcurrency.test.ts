import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { knownConcurrency, measureConcurrency } from "../../src/node/ollama/concurrency.ts";
import { OllamaFault } from "../../src/node/ollama/failures.ts";

const REPLY = { finish: "length", text: "", tokens: 16, promptTokens: 1 } as const;

/** A server with its own clock: `slots` requests run at once at full speed each, further ones wait for a slot. */
function simulate(slots: number, msPerReply = 100, dieAt = Number.POSITIVE_INFINITY) {
  let clock = 0;
  let sent = 0;
  let inWave = 0;
  let most = 0;
  const send = async () => {
    sent += 1;
    inWave += 1;
    const mine = inWave;
    most = Math.max(most, mine);
    await Promise.resolve();
    if (inWave >= dieAt) {
      throw new OllamaFault("crashed", "out of it");
    }
    if (mine % slots === 1 || slots === 1) {
      clock += msPerReply;
    }
    await Promise.resolve();
    inWave = 0;
    return REPLY;
  };
  return { send, now: () => clock, sent: () => sent, most: () => most };
}

describe("the measured concurrency", () => {
  it.each([
    [1, 1],
    [2, 2],
    [4, 4],
    [8, 8],
    [32, 8],
  ])("of a server with %i slots is %i", async (slots, expected) => {
    const server = simulate(slots);
    const measured = await measureConcurrency(server.send, server.now);
    expect(measured).toEqual({ concurrency: expected, tokensPerSecond: expected * 160 });
  });

  it("stops below the level that the server does not bear", async () => {
    const server = simulate(8, 100, 4);
    expect((await measureConcurrency(server.send, server.now)).concurrency).toBe(2);
    expect(server.most()).toBe(4);
  });

  it("stops when it takes too long", async () => {
    const server = simulate(8, 15_000);
    expect((await measureConcurrency(server.send, server.now)).concurrency).toBe(1);
    expect(server.most()).toBe(1);
  });

  it("fails where not even one request is served", async () => {
    await expect(measureConcurrency(simulate(1, 1, 1).send)).rejects.toBeInstanceOf(OllamaFault);
  });
});

describe("the known concurrency", () => {
  let folder: string;
  const log: string[] = [];
  const subject = (digest: string, file?: string) => ({
    url: "http://127.0.0.1:1",
    name: "m",
    digest,
    file,
    log: (line: string) => log.push(line),
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "autodidact-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is measured once for each server and model", async () => {
    const server = simulate(1);
    await knownConcurrency(subject("a"), server.send);
    const sent = server.sent();
    await knownConcurrency(subject("a"), server.send);
    expect(server.sent()).toBe(sent);
    await knownConcurrency(subject("b"), server.send);
    expect(server.sent()).toBe(2 * sent);
  });

  it("is kept in the file, beside those of other models, and read back", async () => {
    const file = join(folder, "measured.json");
    const server = simulate(1);
    await knownConcurrency(subject("c", file), server.send);
    await knownConcurrency(subject("d", file), server.send);
    const kept = JSON.parse(await readFile(file, "utf8"));
    expect(Object.keys(kept)).toEqual(["http://127.0.0.1:1 c", "http://127.0.0.1:1 d"]);
    await writeFile(
      file,
      JSON.stringify({ "http://127.0.0.1:1 e": { ...kept["http://127.0.0.1:1 c"], concurrency: 6 } }),
    );
    expect(await knownConcurrency(subject("e", file), server.send)).toBe(6);
  });

  it.each(["", "{", '{"http://127.0.0.1:1 x": 3}'])("is measured anew where the file holds %j", async (content) => {
    const file = join(folder, "measured.json");
    await writeFile(file, content);
    const server = simulate(1);
    await knownConcurrency(subject(`f${content}`, file), server.send);
    expect(server.sent()).toBeGreaterThan(0);
  });

  it("of one tells what the server's setting may cost", async () => {
    log.length = 0;
    const server = simulate(1);
    await knownConcurrency(subject("g"), server.send, server.now);
    expect(log.join()).toContain("OLLAMA_NUM_PARALLEL");
  });
});
