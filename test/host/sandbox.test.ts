import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as vscode from "vscode";
import type { Extension } from "../../src/extension.ts";
import { fixture, type Opened, openExtension, remove } from "./opened.ts";
import { until } from "./until.ts";

const ALLOW = "Judge Without a Sandbox";

/** A message that the window was asked to show. */
interface Shown {
  readonly text: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

describe("the judge's sandbox in the editor", () => {
  let opened: Opened;
  let extension: Extension;
  let own: { script: string; judgePath: string };
  let runs: string;
  let root: vscode.Uri;
  const { showWarningMessage, showErrorMessage, showInformationMessage } = vscode.window;

  before(async () => {
    opened = await openExtension();
    extension = opened.extension;
    own = { script: extension.facts.script, judgePath: extension.facts.judgePath };
    root = opened.folder.uri;
    runs = join(opened.root, ".autodidact/runs");
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showWarningMessage, showErrorMessage, showInformationMessage });
    Object.assign(extension.facts, own);
    delete process.env["FAKE_MODE"];
    remove(runs);
    await vscode.commands.executeCommand("autodidact.judgeOnlyInSandbox");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  function useFakes(): void {
    const fakes = { judgePath: fixture(opened, "fakeJudge.py"), script: fixture(opened, "fakeCli.mjs") };
    Object.assign(extension.facts, fakes);
  }
  /** Answers every message of a kind with `button`, and keeps what was shown. */
  function answer(kind: "showWarningMessage" | "showErrorMessage", button: string | undefined): Shown[] {
    const shown: Shown[] = [];
    const take = async (text: string, ...rest: readonly (string | vscode.MessageOptions)[]) => {
      const options = rest.find((each) => typeof each === "object");
      const buttons = rest.filter((each) => typeof each === "string");
      shown.push({ text, detail: options?.detail ?? "", buttons });
      return button;
    };
    Object.assign(vscode.window, { [kind]: take });
    return shown;
  }
  /** Runs a generation with the fake command line; returns what its process has seen. */
  async function generate(): Promise<Record<string, string>> {
    const document = vscode.Uri.joinPath(root, "sandbox.puzzle.py");
    await vscode.workspace.fs.writeFile(document, new Uint8Array());
    await extension.generation.start({ recipe: "quick", count: 1, document: document.toString() });
    await until(() => !extension.generation.running);
    await vscode.workspace.fs.delete(document);
    return JSON.parse(readFileSync(join(runs, readdirSync(runs)[0] ?? "", "seen.json"), "utf8"));
  }

  it("is named in the panel and in the status bar once the panel is opened", async () => {
    await vscode.commands.executeCommand("autodidact.openTrainingPanel");
    const line = await until(() => extension.sandbox.line);
    assert.match(line, /^Judge: closed off (in part \(partial\)|\(full\))/);
    extension.status.pending = 1;
    assert.ok(extension.status.tooltip.endsWith(`\n${line}`), extension.status.tooltip);
    extension.display.refresh();
  });

  it("is done without only after a person was told what that means and agreed", async () => {
    useFakes();
    const refused = answer("showWarningMessage", undefined);
    await vscode.commands.executeCommand("autodidact.judgeWithoutSandbox");
    assert.match(refused[0]?.detail ?? "", /read, change and delete your files, use the network/);
    assert.match(refused[0]?.detail ?? "", /write files, use the network/);
    assert.match(extension.sandbox.line ?? "", /not closed off \(none\), so nothing is judged here/);
    assert.equal((await generate())["tier"], "partial");
    remove(runs);

    answer("showWarningMessage", ALLOW);
    await vscode.commands.executeCommand("autodidact.judgeWithoutSandbox");
    assert.match(extension.sandbox.line ?? "", /without a sandbox \(none\), as you have allowed/);
    assert.equal((await generate())["tier"], "none");
    remove(runs);

    await vscode.commands.executeCommand("autodidact.judgeOnlyInSandbox");
    assert.equal((await generate())["tier"], "partial");
  });

  it("needs no consent where it is there", async () => {
    const asked = answer("showWarningMessage", ALLOW);
    await vscode.commands.executeCommand("autodidact.judgeWithoutSandbox");
    assert.deepEqual(asked, []);
    assert.equal(extension.facts.judgesWithoutSandbox(), false);
  });

  it("is offered to be done without where a generation fails for want of it", async () => {
    useFakes();
    process.env["FAKE_MODE"] = "sandbox";
    const shown = answer("showErrorMessage", undefined);
    await generate();
    await until(() => shown.length > 0);
    assert.deepEqual(shown[0]?.buttons, [ALLOW, "Show Log", "Set Up…"]);
  });
});
