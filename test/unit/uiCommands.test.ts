import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS, registerCommands } from "../../src/ui/commands.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const words = JSON.parse(readFileSync("package.nls.json", "utf8"));
const ids = Object.values(COMMANDS).map(({ id }) => id);

describe("the commands", () => {
  it("are those that package.json contributes", () => {
    expect(manifest.contributes.commands.map(({ command }: { command: string }) => command)).toEqual(ids);
  });

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

describe("the manifest's words", () => {
  it("are all there, and none is left over", () => {
    const used = new Set([...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    expect(Object.keys(words).sort()).toEqual([...used].sort());
  });

  it("show nothing in the manifest that is not translated", () => {
    const { commands, configuration, viewsWelcome } = manifest.contributes;
    const texts = [
      ...commands.map((each: { title: string }) => each.title),
      ...viewsWelcome.map((each: { contents: string }) => each.contents),
      ...configuration.flatMap((group: { properties: Record<string, { markdownDescription: string }> }) =>
        Object.values(group.properties).map((each) => each.markdownDescription),
      ),
    ];
    for (const text of texts) {
      expect(text).toMatch(/^%.*%$/);
    }
  });
});
