import { expect, it } from "vitest";
import { useWorkbench } from "../harness/useWorkbench.ts";

/** A real model on a CPU, which may be busy with other things. */
const MODEL_MS = 900_000;

const workbench = useWorkbench({ settings: { "workbench.colorTheme": "Dark Modern", "window.zoomLevel": 0 } });

it("leads a newcomer from an empty queue to a first generation", { timeout: MODEL_MS }, async () => {
  const { page } = workbench();
  await page.locator(".activitybar .action-label[aria-label^='Autodidact']").click();
  const welcome = page.locator(".welcome-view-content");
  await welcome.getByRole("button", { name: "Generate Puzzles" }).waitFor();
  await workbench().screenshot("welcome");
  await welcome.getByRole("button", { name: "Generate Puzzles" }).click();

  const rows = page.locator(".quick-input-list .monaco-list-row");
  await rows.filter({ hasText: "Automatic" }).waitFor();
  await rows.filter({ hasText: /MB|GB/ }).first().waitFor({ timeout: 120_000 });
  await workbench().screenshot("pick-model");
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-title", { hasText: "How Many" }).waitFor();
  await page.locator(".quick-input-widget input.input").first().fill("3");
  await rows.filter({ hasText: "3" }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-title", { hasText: "Recipe" }).waitFor();
  await workbench().screenshot("pick-recipe");
  await page.keyboard.press("Enter");

  await page.locator(".tab.active", { hasText: /^puzzles-.*\.puzzle\.py$/ }).waitFor();
  const status = page.locator("#autodidact\\.autodidact\\.autodidact\\.status");
  await status.filter({ hasText: "of 3 solved" }).waitFor({ timeout: MODEL_MS });
  await page.locator(".view-lines", { hasText: "def f(" }).waitFor({ timeout: MODEL_MS });
  await workbench().screenshot("streaming");
  await page.locator(".view-lines", { hasText: "assert f(g())" }).waitFor({ timeout: MODEL_MS });
  await page.locator(".pane-body .monaco-list-row", { hasText: "Pending" }).waitFor();
  await workbench().screenshot("streaming-solved");
  await status.filter({ hasText: "to review" }).waitFor({ timeout: MODEL_MS });
  await workbench().screenshot("done");
});

it("reviews a pair with one click", async () => {
  const { page } = workbench();
  await workbench().command("Notifications: Clear All Notifications");
  const rows = page.locator(".pane-body .monaco-list-row");
  const pending = rows.filter({ hasText: "Pending" });
  const before = Number(await pending.locator(".label-description").textContent());
  expect(before).toBeGreaterThanOrEqual(3);
  const first = rows.nth(1);
  await first.click();
  await page.locator(".tab.active", { hasText: /^puzzles-.*\.puzzle\.py$/ }).waitFor();
  await first.hover();
  await workbench().screenshot("review");
  await first.locator(".action-label[aria-label^='Accept']").click();
  await rows.filter({ hasText: "Accepted" }).locator(".label-description", { hasText: "1" }).waitFor();
  expect(Number(await pending.locator(".label-description").textContent())).toBe(before - 1);
});

it("shows the document and the panel in dark, light and high contrast", async () => {
  const { page } = workbench();
  const document = page.locator(".tab", { hasText: /^puzzles-/ });
  await workbench().command("Autodidact: Open Training");
  await workbench().webview.getByText("Pairs that wait for review").waitFor();
  await workbench().webview.getByText("Judge: closed off").waitFor();
  for (const theme of ["Dark Modern", "Light Modern", "Dark High Contrast"]) {
    await document.click();
    await workbench().colorTheme(theme);
    await workbench().screenshot(`document ${theme}`);
    await page.locator(".tab", { hasText: "Training" }).click();
    await workbench().webview.getByText("Pairs that wait for review").waitFor();
    await workbench().screenshot(`panel ${theme}`);
  }
  await document.click();
});

it("has a walkthrough of four steps", async () => {
  const { page } = workbench();
  await workbench().command("Welcome: Open Walkthrough...");
  await workbench().quickPick("Get Started with Autodidact");
  const steps = page.locator(".gettingStartedContainer .step-title");
  await steps.filter({ hasText: "Set up this machine" }).waitFor();
  expect(await steps.count()).toBe(4);
  await workbench().screenshot("walkthrough");
});
