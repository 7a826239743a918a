import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("the extension in a real VS Code", () => {
  it("activates", async () => {
    const extension = vscode.extensions.getExtension("autodidact.autodidact");
    assert.ok(extension);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it("opens the fixture's puzzles", async () => {
    const found = await vscode.workspace.findFiles("**/*.puzzle.py");
    assert.ok(found.some((uri) => uri.path.endsWith("/one.puzzle.py")));
  });
});
