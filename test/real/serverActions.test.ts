import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type CodeAction, type SelectionRange, TextDocumentEdit } from "vscode-languageserver";
import { LspClient } from "./lspClient.ts";

const URI = "file:///puzzles/one.puzzle.py";

let workspace: string;
let client: LspClient;

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), "autodidact-test-"));
  client = await LspClient.start(workspace);
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.shown).toEqual([]);
  rmSync(workspace, { recursive: true, force: true });
});

/** Makes the edit of the action of that title, once the server offers it. */
async function act(title: string): Promise<void> {
  await client.cells(URI);
  const diagnostics = await client.diagnostics(URI);
  const end = { line: client.textOf(URI).split("\n").length, character: 0 };
  const range = { start: { line: 0, character: 0 }, end };
  const request = { textDocument: { uri: URI }, range, context: { diagnostics } };
  const actions = await client.request<CodeAction[]>("textDocument/codeAction", request);
  const edit = actions.find((action) => action.title === title)?.edit;
  const [change] = edit?.documentChanges ?? [];
  if (!TextDocumentEdit.is(change)) throw new Error(`${title} is not among ${actions.map((one) => one.title)}.`);
  await client.edit(
    URI,
    change.edits.flatMap((each) => ("newText" in each ? [each] : [])),
  );
}

it("a pasted puzzle is brought to a verified pair by actions alone, but for the solution's body", async () => {
  await client.open(URI, "def f(x, a, n: int):\n    return x == math.factorial(n + 3) + a\n");
  await act("Begin each puzzle with a `# %%` line");
  await act("Annotate the answer");
  await act("Give each input a default");
  await client.cells(URI, ([cell]) => cell?.state === "unsolved");
  await act("Write the solution's header");
  await client.replace(URI, "    pass", "    return 6 + a");
  await client.diagnostics(URI, (found) => found.some(({ code }) => code === "raised"));
  await act("Import math");
  expect(client.textOf(URI)).toBe(
    "import math\n\n\n# %%\ndef f(x: int, a=0, n: int = 0):\n    return x == math.factorial(n + 3) + a\n\n\n" +
      "def g(a=0, n: int = 0):\n    return 6 + a\n\n\nassert f(g())\n",
  );
  await client.cells(URI, ([cell]) => cell?.state === "verified");
  const [selection] = await client.request<SelectionRange[]>("textDocument/selectionRange", {
    textDocument: { uri: URI },
    positions: [{ line: 9, character: 12 }],
  });
  expect(selection?.parent?.parent?.range).toMatchObject({ start: { line: 9 }, end: { line: 9 } });
});
