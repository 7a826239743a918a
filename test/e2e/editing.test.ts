import { expect, it } from "vitest";
import { useWorkbench } from "../harness/useWorkbench.ts";

const workbench = useWorkbench();

it("lists a document's puzzles in the quick outline", async () => {
  const { page } = workbench();
  await workbench().openFile("one.puzzle.py");
  await workbench().command("Go to Symbol in Editor...");
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.filter({ hasText: "0000000000000002" }).first().waitFor();
  const names = await rows.locator(".monaco-icon-label .label-name").allInnerTexts();
  expect(names.map((name) => name.trim())).toEqual(["0000000000000001", "f", "g", "0000000000000002", "f"]);
  await page.keyboard.press("Escape");
});
