import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/ui/commands.ts";
import { ROOT } from "../harness/processes.ts";

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const strings: Record<string, string> = JSON.parse(readFileSync(join(ROOT, "package.nls.json"), "utf8"));

/** The parts of the manifest that VS Code shows to people, wherever they stand in it. */
const VISIBLE = ["title", "shortTitle", "category", "description", "markdownDescription", "displayName", "contents"];

function* visibleStrings(value: unknown): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (VISIBLE.includes(key) && typeof part === "string") yield part;
    else yield* visibleStrings(part);
  }
}

describe("the manifest", () => {
  it("contributes exactly the commands that the extension registers", () => {
    const contributed = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    expect(contributed.sort()).toEqual(
      Object.values(COMMANDS)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("names no command that it does not contribute", () => {
    const ids = Object.values(COMMANDS).map(({ id }) => id);
    const { menus = {}, keybindings = [] } = manifest.contributes;
    const used = [...Object.values(menus), keybindings].flat().map((entry) => (entry as { command?: string }).command);
    expect(used.filter((id) => id?.startsWith("autodidact.") && !ids.includes(id))).toEqual([]);
  });

  it("binds keys that work at once: VS Code tells conditions of a workspace's trust only seconds after a start", () => {
    const { commands, keybindings } = manifest.contributes;
    const bound = keybindings.map(({ command }: { command: string }) => command);
    const conditions = [
      ...keybindings,
      ...commands.filter(({ command }: { command: string }) => bound.includes(command)),
    ];
    expect(JSON.stringify(conditions)).not.toContain("isWorkspaceTrusted");
  });

  it("takes every visible string from package.nls.json, and leaves none there unused", () => {
    const visible = [...visibleStrings(manifest.contributes)].filter((text) => text !== manifest.displayName);
    expect(visible.filter((text) => !/^%.+%$/.test(text))).toEqual([]);
    const used = new Set([...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key));
    expect(Object.keys(strings).sort()).toEqual([...used].sort());
  });

  it("points to files that exist", () => {
    const files = [...JSON.stringify(manifest.contributes).matchAll(/"((?:\.\/)?media\/[^"]+)"/g)];
    expect(files.map(([, file]) => file).filter((file) => !existsSync(join(ROOT, file ?? "")))).toEqual([]);
  });
});
