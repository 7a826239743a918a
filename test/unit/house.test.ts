import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT, toolEnvironment } from "../harness/processes.ts";

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  "src/core": ["vscode", "zod", "node:fs", "../node/sqliteQueue.ts", "../protocol/runEvents.ts"],
  "src/protocol": ["vscode", "node:fs", "../node/sqliteQueue.ts", "../ui/commands.ts"],
  "src/node": ["vscode", "../ui/commands.ts", "../server/main.ts", "../cli/terminal.ts", "../extension.ts"],
  "src/node/ollama": ["vscode", "../../ui/commands.ts", "../../extension.ts", "../../cli.ts"],
  "src/server": ["vscode", "../ui/commands.ts", "../cli/terminal.ts", "../extension.ts"],
  "src/ui": ["../node/sqliteQueue.ts", "../server/main.ts", "../cli/terminal.ts", "../extension.ts", "node:fs"],
  webview: ["vscode", "../src/core/puzzle.ts", "../src/ui/commands.ts", "../src/node/jobFolder.ts", "node:fs"],
};

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "src/core": ["./puzzle.ts", "node:crypto"],
  "src/protocol": ["../core/puzzle.ts", "zod", "zod/mini"],
  "src/node": ["../core/puzzle.ts", "../protocol/runEvents.ts", "node:fs", "undici"],
  "src/node/ollama": ["../jobFolder.ts", "../../core/puzzle.ts"],
  "src/server": ["../core/puzzle.ts", "../node/sqliteQueue.ts", "vscode-languageserver/node"],
  "src/ui": ["../core/puzzle.ts", "../protocol/panelMessages.ts", "vscode", "vscode-languageclient/node"],
  webview: ["../src/protocol/panelMessages.ts", "./view.ts", "zod/mini"],
};

describe("the import rules", () => {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "autodidact-house-")));
  const refused = new Map<string, string[]>();

  /** Plants every import in a file of its own in a project that has our rules, and asks the linter once. */
  beforeAll(() => {
    copyFileSync(join(ROOT, "biome.json"), join(project, "biome.json"));
    const planted = new Map<string, [folder: string, module: string]>();
    for (const [folder, modules] of [...Object.entries(REFUSED), ...Object.entries(ALLOWED)]) {
      mkdirSync(join(project, folder), { recursive: true });
      refused.set(folder, []);
      for (const module of modules) {
        const file = join(project, folder, `planted${planted.size}.ts`);
        planted.set(file, [folder, module]);
        writeFileSync(file, `export * from "${module}";\n`);
      }
    }
    const options = ["--vcs-enabled=false", "--only=style/noRestrictedImports", "--reporter=github"];
    const limits = ["--max-diagnostics=none", "--colors=off"];
    const { stdout } = spawnSync("biome", ["lint", ...options, ...limits, "."], {
      cwd: project,
      env: toolEnvironment(),
      encoding: "utf8",
    });
    for (const [, file = ""] of stdout.matchAll(/noRestrictedImports,file=([^,]+),/g)) {
      const [folder, module] = planted.get(file) ?? [];
      if (folder && module) refused.get(folder)?.push(module);
    }
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it.each(Object.entries(REFUSED))("keep %s from what it may not know, and from nothing else", (folder, modules) => {
    expect(refused.get(folder)?.sort()).toEqual([...modules].sort());
  });
});
