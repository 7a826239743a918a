import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { listModels, type ModelChoice } from "../../src/node/ollama/catalog.ts";
import { chooseModel } from "../../src/node/ollama/ranking.ts";
import { FaultyOllama, json, text } from "./faultyOllama.ts";

const never = new AbortController().signal;

function model(name: string, parameters = "", bytes = 0): ModelChoice {
  return { name, bytes, parameters, quantisation: "Q4_K_M", family: "llama", digest: name, processor: "unknown" };
}

describe("the list of models", () => {
  it("tells size, parameters, quantisation and where each one runs", async () => {
    await using server = await FaultyOllama.start();
    const details = { family: "qwen2", parameter_size: "7.6B", quantization_level: "Q4_K_M" };
    server.routes["/api/tags"] = json(200, {
      models: ["onGpu", "onCpu", "onBoth", "asleep"].map((name) => ({ name, size: 5, digest: name, details })),
    });
    server.routes["/api/ps"] = json(200, {
      models: [
        { name: "onGpu", digest: "onGpu", size: 6, size_vram: 6 },
        { name: "onCpu", digest: "onCpu", size: 6 },
        { name: "onBoth", digest: "onBoth", size: 6, size_vram: 3 },
      ],
    });
    const models = await listModels(server.url, never);
    expect(models.map((each) => [each.name, each.processor])).toEqual([
      ["onGpu", "gpu"],
      ["onCpu", "cpu"],
      ["onBoth", "mixed"],
      ["asleep", "unknown"],
    ]);
    expect(models[0]).toMatchObject({ bytes: 5, parameters: "7.6B", quantisation: "Q4_K_M", family: "qwen2" });
  });

  it("leaves out what runs in the cloud and what only embeds", async () => {
    await using server = await FaultyOllama.start();
    server.routes["/api/tags"] = json(200, {
      models: [
        { name: "big:480b-cloud" },
        { name: "glm:cloud" },
        { name: "far", remote_host: "https://elsewhere.example" },
        { name: "nomic-embed-text:latest", details: { family: "nomic-bert" } },
        { name: "vectors", capabilities: ["embedding"] },
        { name: "cloudy:7b", details: null },
        { name: "coder", capabilities: ["completion", "tools"] },
      ].map((each) => ({ size: 1, digest: "0", ...each })),
    });
    expect((await listModels(server.url, never)).map((each) => each.name)).toEqual(["cloudy:7b", "coder"]);
  });

  it.each([
    ["a web server", text(200, "<html></html>", "text/html")],
    ["a server without such a path", text(404, "<html>404 Not Found</html>", "text/html")],
    ["another API", json(200, { data: [] })],
    ["a truncated reply", text(200, '{"models":[{"na')],
  ])("is refused from %s", async (_, reply) => {
    await using server = await FaultyOllama.start();
    server.routes["/api/tags"] = reply;
    await expect(listModels(server.url, never)).rejects.toThrow(/does not speak as Ollama does/);
  });

  it("says how to start a server where there is none", async () => {
    const error = await listModels("http://127.0.0.1:1", never).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).sentence).toContain("ollama serve");
  });
});

describe("the choice of a model", () => {
  it("takes the one named, with or without its tag", () => {
    const models = [model("llama3.2:latest"), model("llama3.2:1b"), model("qwen2.5-coder:7b")];
    expect(chooseModel(models, "llama3.2:1b")?.name).toBe("llama3.2:1b");
    expect(chooseModel(models, "llama3.2")?.name).toBe("llama3.2:latest");
  });

  it("refuses a name that is not there and lists what is", () => {
    const choose = () => chooseModel([model("a:1b"), model("b:2b")], "c");
    expect(choose).toThrow(UserError);
    try {
      choose();
    } catch (error) {
      expect((error as UserError).sentence).toMatch(/named c.*ollama pull c.*a:1b, b:2b/);
    }
  });

  it.each([
    ["a code model before a larger general one", ["qwen2.5-coder:7b"], [["llama3.1:8b"], ["qwen2.5-coder:7b"]]],
    ["the better code family", ["qwen2.5-coder:1.5b"], [["codellama:7b"], ["qwen2.5-coder:1.5b"]]],
    ["the largest comfortable size", ["qwen2.5-coder:7b"], [["qwen2.5-coder:3b"], ["qwen2.5-coder:7b"]]],
    ["comfort before size", ["qwen2.5-coder:7b"], [["qwen2.5-coder:32b"], ["qwen2.5-coder:7b"]]],
    ["the smaller of two large ones", ["qwen2.5-coder:14b"], [["qwen2.5-coder:32b"], ["qwen2.5-coder:14b"]]],
    ["a usable general model before a tiny coder", ["llama3.1:8b"], [["qwen2.5-coder:0.5b"], ["llama3.1:8b"]]],
    ["a general model before one too large", ["llama3.1:8b"], [["qwen3-coder:480b"], ["llama3.1:8b"]]],
    [
      "a coder of any size where nothing is usable",
      ["deepseek-coder:0.5b"],
      [["gemma3:0.27b"], ["deepseek-coder:0.5b"]],
    ],
    ["any other to a tuned model that was not promoted", ["gemma3:1b"], [["codellama-autodidact:7b"], ["gemma3:1b"]]],
    [
      "of tuned models the better base",
      ["codellama-autodidact:7b"],
      [["x-autodidact:8b"], ["codellama-autodidact:7b"]],
    ],
    ["a model in a namespace", ["me/codellama:7b"], [["llama3.1:8b"], ["me/codellama:7b"]]],
  ])("prefers %s", (_, [best], names) => {
    const models = names.map(([name = ""]) => model(name, (name.split(":")[1] ?? "").toUpperCase()));
    expect(chooseModel(models)?.name).toBe(best);
  });

  it("estimates an unknown number of parameters from the bytes", () => {
    expect(chooseModel([model("x:1", "", 3e8), model("y:1", "", 4.5e9)])?.name).toBe("y:1");
  });

  it("reads millions as less than billions", () => {
    expect(chooseModel([model("x:1", "268.10M"), model("y:1", "1.2B")])?.name).toBe("y:1");
  });

  it("is none where there is no model", () => {
    expect(chooseModel([])).toBeUndefined();
    expect(chooseModel([], "")).toBeUndefined();
    expect(chooseModel([], "", "a:1")).toBeUndefined();
  });

  it("is the promoted one where none is named, and the best again where that is gone", () => {
    const models = [model("qwen2.5-coder:7b", "7B"), model("x-autodidact:1b", "1B")];
    expect(chooseModel(models, undefined, "x-autodidact:1b")?.name).toBe("x-autodidact:1b");
    expect(chooseModel(models, "qwen2.5-coder:7b", "x-autodidact:1b")?.name).toBe("qwen2.5-coder:7b");
    expect(chooseModel(models, undefined, "gone:1b")?.name).toBe("qwen2.5-coder:7b");
  });

  it("does not depend on the order of models that differ in rank", () => {
    const models = [
      model("qwen2.5-coder:7b", "7.6B"),
      model("qwen2.5-coder:3b", "3.1B"),
      model("llama3.1:8b", "8.0B"),
      model("gemma3:270m", "268M"),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(models, { minLength: 4 }), (shuffled) => {
        expect(chooseModel(shuffled)?.name).toBe("qwen2.5-coder:7b");
      }),
    );
  });
});
