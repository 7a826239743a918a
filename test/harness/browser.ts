/** A headless Chromium on a fresh profile. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { findChromium } from "./chromium.ts";

export interface Browser {
  readonly page: Page;
  stop(): Promise<void>;
}

const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
];

/** Starts a browser with one empty page of 1280 × 800. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("No Chromium is installed.");
  const profile = mkdtempSync(join(tmpdir(), "autodidact-browser-"));
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  try {
    const viewport = { width: 1280, height: 800 };
    // Web pages other than our own are never opened, and Chromium's sandbox does not run as root.
    const options = { executablePath, viewport, args: FLAGS, chromiumSandbox: false };
    const context = await chromium.launchPersistentContext(profile, options);
    const page = context.pages()[0] ?? (await context.newPage());
    return { page, stop: () => context.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
