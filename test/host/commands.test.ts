import assert from "node:assert/strict";
import Mocha from "mocha";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import { COMMANDS } from "../../src/ui/commands.ts";

describe("the extension's commands", () => {
  it("are all registered once it is active, which takes a moment only", async () => {
    const found = vscode.extensions.getExtension<Extension>("autodidact.autodidact");
    assert.ok(found);
    const { activationMs } = await found.activate();
    Mocha.reporters.Base.consoleLog(`activation took ${activationMs.toFixed(1)} ms`);
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { id } of Object.values(COMMANDS)) {
      assert.ok(registered.has(id), id);
    }
  });

  it("have a title in words, not a key", () => {
    const { contributes } = vscode.extensions.getExtension("autodidact.autodidact")?.packageJSON ?? {};
    for (const { command, title } of contributes.commands) {
      assert.doesNotMatch(title, /%/, command);
    }
  });
});
