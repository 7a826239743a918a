import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS, registerCommands } from "../../src/ui/commands.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const ids = Object.values(COMMANDS).map(({ id }) => id);

describe("the commands", () => {
  it("each say in the palette's menu when they can work", () => {
    const stated = manifest.contributes.menus.commandPalette.map(({ command }: { command: string }) => command);
    expect([...stated, "autodidact.showLog"].sort()).toEqual([...ids].sort());
  });

  it("report what a handler throws", async () => {
    const registered = new Map<string, (...args: never[]) => Promise<void>>();
    const reported: unknown[] = [];
    const failure = new Error("no");
    const handlers = Object.fromEntries(
      Object.keys(COMMANDS).map((name) => [
        name,
        () => {
          throw failure;
        },
      ]),
    );
    registerCommands(
      (id, run) => {
        registered.set(id, run);
        return { dispose() {} };
      },
      handlers as never,
      (error) => reported.push(error),
    );
    await registered.get("autodidact.accept")?.();
    expect(reported).toEqual([failure]);
    expect([...registered.keys()]).toEqual(ids);
  });
});

describe("the words of the editor's side", () => {
  it("are all in the bundle that translators work from", () => {
    const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.json", "utf8"));
    const sources = globSync("{src/ui,src/server,src/server/features,webview}/*.ts").map((file) =>
      readFileSync(file, "utf8"),
    );
    const words = sources.flatMap((text) => [...text.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word));
    expect(words.length).toBeGreaterThan(50);
    expect(words.filter((word) => !(String(word) in bundle))).toEqual([]);
  });
});
