import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { resolveOllamaUrl } from "../../src/node/ollama/host.ts";

describe("the address of the Ollama server", () => {
  it.each([
    [undefined, "http://127.0.0.1:11434"],
    ["", "http://127.0.0.1:11434"],
    ["  ", "http://127.0.0.1:11434"],
    ["box", "http://box:11434"],
    ["box:1234", "http://box:1234"],
    [":1234", "http://127.0.0.1:1234"],
    ['"box:1234"', "http://box:1234"],
    ["0.0.0.0", "http://127.0.0.1:11434"],
    ["0.0.0.0:8080", "http://127.0.0.1:8080"],
    ["http://box", "http://box:80"],
    ["https://box", "https://box:443"],
    ["HTTPS://box", "https://box:443"],
    ["https://box:1234/", "https://box:1234"],
    ["https://box/ollama/", "https://box:443/ollama"],
    ["box/ollama", "http://box:11434/ollama"],
    ["::1", "http://[::1]:11434"],
    ["[::1]", "http://[::1]:11434"],
    ["[::1]:1234", "http://[::1]:1234"],
    ["[::]:1234", "http://[::1]:1234"],
    ["http://[fe80::1]", "http://[fe80::1]:80"],
  ])("reads OLLAMA_HOST=%s as %s", (value, url) => {
    expect(resolveOllamaUrl({ OLLAMA_HOST: value })).toBe(url);
  });

  it("prefers the setting, and ignores an empty one", () => {
    expect(resolveOllamaUrl({ OLLAMA_HOST: "box" }, "http://other:1")).toBe("http://other:1");
    expect(resolveOllamaUrl({ OLLAMA_HOST: "box" }, " ")).toBe("http://box:11434");
  });

  it.each(["box:port", "box:70000", "box:-1", "ftp://box", "a b", "http://[::1", "::1:x"])(
    "refuses %s and says what is expected",
    (value) => {
      const read = () => resolveOllamaUrl({ OLLAMA_HOST: value });
      expect(read).toThrow(UserError);
      expect(read).toThrow(/OLLAMA_HOST/);
    },
  );
});
