import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { run, temporaryWorkspace } from "./commandLine.ts";
import { smolLm2, startRealOllama } from "./realOllama.ts";

it("brings a GGUF file into Ollama under a name that is free", async () => {
  await using server = await startRealOllama(1);
  const weights = await smolLm2();
  const import_ = (...words: string[]) => run(temporaryWorkspace(), ["import-model", ...words, "--ollama", server.url]);
  const first = await import_(weights);
  expect(first.log).toContain("Upload");
  expect(first.summary).toMatchObject({ event: "summary", model: "smollm2-135m-instruct.q4_1:latest" });
  const again = await import_(weights);
  expect(again.code).toBe(1);
  expect(again.log).toContain("Give another --name");
  const like = await import_(weights, "--name", "tuned:1", "--like", "smollm2-135m-instruct.q4_1");
  expect(like.summary).toMatchObject({ model: "tuned:1" });
});

it("refuses what is no GGUF file, and says what to do", async () => {
  const file = join(temporaryWorkspace(), "weights.gguf");
  writeFileSync(file, "PK\u0003\u0004");
  const refused = await run(temporaryWorkspace(), ["import-model", file]);
  expect(refused.code).toBe(1);
  expect(refused.log).toContain("is no GGUF file");
  const missing = await run(temporaryWorkspace(), ["import-model", `${file}.not`]);
  expect(missing.log).toContain("cannot be read");
});
