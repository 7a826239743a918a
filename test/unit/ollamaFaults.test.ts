import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import type { CompletionRequest, LanguageModel } from "../../src/core/ports.ts";
import { type ModelPatience, openOllamaModel } from "../../src/node/ollama/model.ts";
import * as faulty from "./faultyOllama.ts";

const REQUEST: CompletionRequest = {
  prompt: "def g(n=5):\n",
  maxTokens: 50,
  temperature: 0.8,
  topK: 40,
  topP: 0.95,
  stop: ["\n\n\n", "\ndef "],
};
const WHOLE = { finish: "stop", text: "return [2] * n", tokens: 7, promptTokens: 20 };
const SOON: ModelPatience = { firstByteMs: 5_000, idleMs: 5_000, loadMs: 5_000, backOffMs: 1 };
const never = new AbortController().signal;

interface Opened extends AsyncDisposable {
  readonly server: faulty.FaultyOllama;
  readonly model: LanguageModel;
  readonly logged: string[];
}

async function open(
  replies: faulty.Reply[],
  patience = SOON,
  concurrency = 8,
  renew?: () => Promise<string>,
): Promise<Opened> {
  const server = await faulty.FaultyOllama.start(...replies);
  const logged: string[] = [];
  const model = await openOllamaModel(
    {
      url: server.url,
      name: faulty.MODEL,
      contextTokens: 2048,
      concurrency,
      log: (line) => logged.push(line),
      patience,
      ...(renew && { renew }),
    },
    never,
  );
  return { server, model, logged, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

describe("a completion", () => {
  it("asks for the raw continuation, never truncated or shifted, with its limits stated", async () => {
    await using opened = await open([faulty.wholeStream]);
    expect(await opened.model.complete(REQUEST, never)).toEqual(WHOLE);
    expect(opened.server.prompts).toEqual([
      {
        model: faulty.MODEL,
        prompt: REQUEST.prompt,
        raw: true,
        stream: true,
        truncate: false,
        shift: false,
        think: false,
        options: {
          num_ctx: 2048,
          num_predict: 50,
          temperature: 0.8,
          top_k: 40,
          top_p: 0.95,
          repeat_penalty: 1,
          stop: ["\n\n\n", "\ndef "],
        },
      },
    ]);
  });

  it("says when it was cut at the limit", async () => {
    await using opened = await open([faulty.stream({ ...faulty.last, done_reason: "length" })]);
    expect(await opened.model.complete(REQUEST, never)).toMatchObject({ finish: "length", text: "] * n" });
  });

  it("joins characters whose bytes come apart", async () => {
    const bytes = Buffer.from(`${JSON.stringify({ ...faulty.last, response: "é→" })}\n`);
    const cut = bytes.indexOf("é") + 1;
    await using opened = await open([
      (response) => {
        response.writeHead(200, { "content-type": "application/x-ndjson" }).write(bytes.subarray(0, cut));
        setTimeout(() => response.end(bytes.subarray(cut)), 20);
      },
    ]);
    expect(await opened.model.complete(REQUEST, never)).toMatchObject({ text: "é→" });
  });
});

describe("a fault that passes", () => {
  beforeEach(() => {
    for (const method of ["log", "info", "warn", "error"] as const) {
      vi.spyOn(console, method);
    }
  });
  afterEach(() => {
    // Standard output belongs to `--json`, and the client library prints what it cannot read.
    for (const method of ["log", "info", "warn", "error"] as const) {
      expect(console[method]).not.toHaveBeenCalled();
    }
    vi.restoreAllMocks();
  });

  const short: ModelPatience = { ...SOON, firstByteMs: 100, idleMs: 100 };
  const faults: Record<string, [faulty.Reply, ModelPatience?]> = {
    "a server that is busy (503)": [faulty.json(503, { error: "server busy, please try again" })],
    "a crash of the runner (500)": [faulty.json(500, { error: "model runner has unexpectedly stopped" })],
    "a crash whose message repeats the refusal of another prompt": [
      faulty.stream(faulty.piece, { error: "while running the model: request (5000 tokens) exceeds the context size" }),
    ],
    "an EOF from the runner": [faulty.json(500, { error: "POST predict: Post http://127.0.0.1:1/completion: EOF" })],
    "an error that is not JSON": [faulty.text(502, "<h1>Bad Gateway</h1>", "text/html")],
    "an error in mid-stream": [faulty.stream(faulty.piece, { error: "an error was encountered" })],
    "a stream that ends without done": [faulty.stream(faulty.piece)],
    "an empty stream": [faulty.stream()],
    "a truncated JSON line": [faulty.lines([faulty.piece], (response) => response.end('{"response":"] * n","do'))],
    "a broken JSON line before the end": [
      faulty.lines([faulty.piece], (response) => response.end(`{"response\n${JSON.stringify(faulty.last)}\n`)),
    ],
    "a connection reset before the reply": [faulty.resets],
    "a connection reset in mid-stream": [faulty.resetsMidStream],
    "a hang before the headers": [faulty.hangs, short],
    "a hang between the headers and the first token": [faulty.hangsAfterHeaders, short],
    "a hang after the first token": [faulty.hangsAfterFirstToken, short],
  };

  it.each(Object.entries(faults))("is tried again: %s", async (_, [fault, patience]) => {
    await using opened = await open([fault, faulty.wholeStream], patience);
    expect(await opened.model.complete(REQUEST, never)).toEqual(WHOLE);
    expect(opened.server.prompts).toHaveLength(2);
  });

  it.each(Object.entries(faults))("is given up after three tries when it stays: %s", async (_, [fault, patience]) => {
    await using opened = await open([fault], patience);
    expect(await opened.model.complete(REQUEST, never)).toEqual({ finish: "broken", detail: expect.any(String) });
    expect(opened.server.prompts).toHaveLength(3);
    expect(opened.logged).toHaveLength(1 + Number(opened.logged.some((line) => line.includes("at once"))));
  });

  it("is waited out when it is only slowness", async () => {
    await using opened = await open([
      (response, request) => setTimeout(() => faulty.wholeStream(response, request), 300),
    ]);
    expect(await opened.model.complete(REQUEST, never)).toEqual(WHOLE);
    expect(opened.server.prompts).toHaveLength(1);
  });

  it("is over when a server of ours that went is back, at whatever address", async () => {
    await using next = await faulty.FaultyOllama.start(faulty.wholeStream);
    const opened = await open([], SOON, 8, async () => next.url);
    await opened[Symbol.asyncDispose]();
    expect(await opened.model.complete(REQUEST, never)).toEqual(WHOLE);
    expect(next.prompts).toHaveLength(1);
  });

  it("is not tried again where the model only repeats itself", async () => {
    await using opened = await open([
      faulty.stream(faulty.piece, { error: "prediction aborted, token repeat limit reached" }),
    ]);
    expect(await opened.model.complete(REQUEST, never)).toMatchObject({ finish: "broken" });
    expect(opened.server.prompts).toHaveLength(1);
  });
});

describe("a fault that a person must mend", () => {
  it.each([
    ["a model that is gone", faulty.json(404, { error: "model 'coder:7b' not found" }), /ollama pull coder:7b/],
    [
      "a prompt that is too long",
      faulty.json(400, { error: "the request exceeds the available context size" }),
      /does not fit into the context/,
    ],
    [
      "too little memory",
      faulty.json(500, { error: "model requires more system memory (60 GiB) than is available" }),
      /smaller model/,
    ],
    ["a model that cannot generate", faulty.json(400, { error: '"bert" does not support generate' }), /refused/],
  ])("is told at once: %s", async (_, fault, sentence) => {
    await using opened = await open([fault]);
    const error = await opened.model.complete(REQUEST, never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).sentence).toMatch(sentence);
    expect(opened.server.prompts).toHaveLength(1);
  });

  it("is told when the server has gone", async () => {
    const opened = await open([faulty.wholeStream]);
    await opened[Symbol.asyncDispose]();
    const error = await opened.model.complete(REQUEST, never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).sentence).toMatch(/No Ollama server answers .*ollama serve/);
  });

  it("is told when something else answers at the address", async () => {
    await using opened = await open([faulty.wholeStream]);
    opened.server.routes["/api/ps"] = faulty.json(200, { pods: [] });
    await expect(opened.model.describe(never)).rejects.toThrow(/does not speak as Ollama does/);
  });
});

describe("cancellation", () => {
  it.each([
    ["before the headers", faulty.hangs],
    ["in mid-stream", faulty.hangsAfterFirstToken],
  ])("closes the connection %s and throws the signal's reason", async (_, reply) => {
    await using opened = await open([reply]);
    const cancel = new AbortController();
    const completion = opened.model.complete(REQUEST, cancel.signal);
    await expect.poll(() => opened.server.prompts.length).toBe(1);
    cancel.abort();
    await expect(completion).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(() => opened.server.abandoned).toBe(1);
  });

  it("does not send what waits for its turn", async () => {
    await using opened = await open([faulty.hangs], SOON, 1);
    const cancel = new AbortController();
    const completions = [1, 2, 3].map(() => opened.model.complete(REQUEST, cancel.signal));
    await expect.poll(() => opened.server.prompts.length).toBe(1);
    cancel.abort();
    const results = await Promise.allSettled(completions);
    expect(results.map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(opened.server.prompts).toHaveLength(1);
  });

  it("ends the waiting between two tries", async () => {
    await using opened = await open([faulty.json(503, { error: "busy" })], { ...SOON, backOffMs: 60_000 });
    const cancel = new AbortController();
    const completion = opened.model.complete(REQUEST, cancel.signal);
    await expect.poll(() => opened.server.prompts.length).toBe(1);
    cancel.abort();
    await expect(completion).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("repeated crashes of the runner", () => {
  const crash = faulty.json(500, { error: "model runner has unexpectedly stopped" });

  it("halve the requests at once, and describe says so", async () => {
    await using opened = await open([crash, crash, faulty.wholeStream]);
    expect(await opened.model.complete(REQUEST, never)).toEqual(WHOLE);
    expect(await opened.model.describe(never)).toEqual({
      name: faulty.MODEL,
      digest: faulty.DIGEST,
      processor: "gpu",
      concurrency: 4,
    });
    expect(opened.logged.join()).toContain("4 requests at once");
  });

  it("count once where one crash takes several requests down", async () => {
    const waiting: (() => void)[] = [];
    const crashTogether: faulty.Reply = (response, request) => {
      waiting.push(() => crash(response, request));
      if (waiting.length === 8) {
        for (const end of waiting) {
          end();
        }
      }
    };
    await using opened = await open([...Array<faulty.Reply>(8).fill(crashTogether), faulty.wholeStream]);
    const replies = await Promise.all(Array.from({ length: 8 }, () => opened.model.complete(REQUEST, never)));
    expect(replies).toEqual(Array(8).fill(WHOLE));
    expect((await opened.model.describe(never)).concurrency).toBe(8);
  });
});
