/** The packaged extension in a VS Code that a test drives as a person would. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { type Browser, startBrowser } from "./browser.ts";
import { VSIX } from "./builds.ts";
import { ROOT } from "./processes.ts";
import { type Server, startServer } from "./server.ts";

const KEY_ATTEMPTS = 5;
const KEY_PATIENCE_MS = 3_000;
const SCREENSHOTS = join(ROOT, "out/screenshots");

export interface WorkbenchOptions {
  /** User settings, e.g. the address of a server that the test plays. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export class Workbench {
  /** The folder that is open: a copy of the fixture, gone at the end. */
  readonly workspace: string;
  readonly page: Page;
  readonly #stop: () => Promise<void>;

  private constructor(workspace: string, page: Page, stop: () => Promise<void>) {
    this.workspace = workspace;
    this.page = page;
    this.#stop = stop;
  }

  /** Installs the package into a fresh VS Code and opens a copy of the fixture workspace in it. */
  static async open({ settings = {} }: WorkbenchOptions = {}): Promise<Workbench> {
    const workspace = mkdtempSync(join(tmpdir(), "autodidact-workspace-"));
    cpSync(join(ROOT, "test/fixtures/workspace"), workspace, { recursive: true });
    let server: Server | undefined;
    let browser: Browser | undefined;
    const stop = async () => {
      await browser?.stop();
      await server?.stop();
      rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
    };
    try {
      server = await startServer({ settings, vsix: join(ROOT, VSIX) });
      browser = await startBrowser();
      const { page } = browser;
      const payload = JSON.stringify([["skipWelcome", "true"]]);
      await page.goto(`${server.url}?${new URLSearchParams({ folder: workspace, payload })}`);
      await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
      return new Workbench(workspace, page, stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /**
   * Runs a command of the palette by its full title, e.g. `Autodidact: Open Training`. The palette lists the commands that
   * VS Code knew when it was opened: where ours were not among them yet, it is opened again.
   */
  async command(title: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget input.input").first();
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    for (let attempt = 0; attempt < KEY_ATTEMPTS; attempt++) {
      await this.#pressUntil("F1", input);
      await input.fill(`>${title}`);
      const listed = row.waitFor({ timeout: KEY_PATIENCE_MS }).then(() => true);
      if (await listed.catch(() => false)) return row.click();
      await this.page.keyboard.press("Escape");
    }
    throw new Error(`The palette does not list ${title}.`);
  }

  /** Presses a key until `element` shows: a webview that is still loading swallows what is pressed while it has focus. */
  async #pressUntil(key: string, element: Locator): Promise<void> {
    for (let attempt = 0; attempt < KEY_ATTEMPTS; attempt++) {
      await this.page.keyboard.press(key);
      const shown = element.waitFor({ timeout: KEY_PATIENCE_MS }).then(() => true);
      if (await shown.catch(() => false)) return;
    }
    throw new Error(`${key} was pressed ${KEY_ATTEMPTS} times without effect.`);
  }

  /** Picks the first row with this text of the list that is open at the top. */
  async quickPick(text: string): Promise<void> {
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first().click();
  }

  /**
   * Picks from the menu of a right click, again until it is taken: a menu takes no clicks in its first tenth of a second,
   * so that the button that opens it does not choose as well.
   */
  async contextMenu(element: Locator, title: string): Promise<void> {
    await element.click({ button: "right" });
    const entry = this.page.locator(".monaco-menu .action-item", { hasText: title });
    for (let attempt = 0; attempt < KEY_ATTEMPTS; attempt++) {
      await entry.click();
      const taken = entry.waitFor({ state: "detached", timeout: KEY_PATIENCE_MS }).then(() => true);
      if (await taken.catch(() => false)) return;
    }
    throw new Error(`${title} was clicked ${KEY_ATTEMPTS} times without effect.`);
  }

  /** Changes the colour theme to the one of this name. */
  async colorTheme(name: string): Promise<void> {
    await this.command("Preferences: Color Theme");
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: "Modern" }).first().waitFor();
    await this.page.locator(".quick-input-widget input.input").first().fill(name);
    await this.quickPick(name);
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** Opens a file of the workspace's top folder in an editor. */
  async openFile(name: string): Promise<void> {
    await this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).dblclick();
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  /** Puts the editor's cursor into a line, counted from 1: where a click lands depends on what comes in above it. */
  async goToLine(line: number): Promise<void> {
    const input = this.page.locator(".quick-input-widget input.input").first();
    await this.#pressUntil("Control+G", input);
    await input.fill(`:${line}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".statusbar-item", { hasText: `Ln ${line}, ` }).waitFor();
  }

  /** The page of the webview that is open: it lies in a frame of the extension inside one of VS Code. */
  get webview(): FrameLocator {
    return this.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  }

  /** Saves a picture of the window to `out/screenshots`. */
  async screenshot(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /** What a person would see of the state beyond the picture: where the focus is, and what was said. */
  async describe(): Promise<string> {
    const focused = this.page.locator(".monaco-list-row.focused");
    const rows = await focused.evaluateAll((found) => found.map((row) => row.getAttribute("aria-label")));
    const active = await this.page.locator(":focus").evaluateAll((found) => found.map((element) => element.className));
    const said = await this.page.locator(".notification-list-item-message, .statusbar-item").allInnerTexts();
    return `Focus: ${active.join(" | ")}; rows: ${rows.join(" | ")}\nSaid: ${said.filter((text) => text.trim() !== "").join(" | ")}`;
  }

  close(): Promise<void> {
    return this.#stop();
  }
}
