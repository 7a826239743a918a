#!/usr/bin/env node
/**
 * Stands in for the desktop's `code` where @vscode/test-electron starts it: takes the same arguments, and runs the
 * same tests in the Node extension host of a VS Code server whose workbench is shown in a headless browser.
 */
import { resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { type Browser, startBrowser } from "./browser.ts";
import { type Server, startServer, verbose } from "./server.ts";

const LIMIT_MS = Number(process.env["HARNESS_TIMEOUT_MS"] ?? 300_000);

const { values, positionals } = parseArgs({
  options: { extensionDevelopmentPath: { type: "string" }, extensionTestsPath: { type: "string" } },
  strict: false, // test-electron adds switches that only the desktop knows
  allowPositionals: true,
});

/** Opens the workbench; resolves with the status with which the extension host ended. */
async function runTests(server: Server, { page }: Browser, signal: AbortSignal): Promise<number> {
  const ended = new Promise<number>((succeed, fail) => {
    signal.addEventListener("abort", () => fail(signal.reason));
    server.child.once("exit", (code, name) => fail(new Error(`The VS Code server ended early: ${code ?? name}`)));
    page.once("crash", () => fail(new Error("The workbench's page crashed.")));
    page.once("close", () => fail(new Error("The workbench's page closed.")));
    // Both functions are called by the workbench, and have to be there before it loads.
    const logHook = page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
      if (verbose) console.error("[workbench]", type, ...args);
    });
    const exitHook = page.exposeFunction("codeAutomationExit", succeed);
    Promise.all([logHook, exitHook])
      .then(() => page.goto(workbenchUrl(server)))
      .catch(fail);
  });
  return await ended;
}

function workbenchUrl(server: Server): string {
  const remote = (path: unknown) => `vscode-remote://127.0.0.1:${server.port}${encodeURI(resolve(String(path)))}`;
  const payload = [
    ["extensionDevelopmentPath", remote(values.extensionDevelopmentPath)],
    ["extensionTestsPath", remote(values.extensionTestsPath)],
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
  ];
  const folder = resolve(positionals[0] ?? ".");
  return `${server.url}?${new URLSearchParams({ folder, payload: JSON.stringify(payload) })}`;
}

const interruption = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.once(name, () => interruption.abort(new Error(`Interrupted by ${name}.`)));
}
const signal = AbortSignal.any([interruption.signal, AbortSignal.timeout(LIMIT_MS)]);

let server: Server | undefined;
let browser: Browser | undefined;
try {
  server = await startServer();
  browser = await startBrowser();
  process.exitCode = await runTests(server, browser, signal);
} catch (error) {
  console.error(error);
  console.error("HARNESS_VERBOSE=1 shows what the server and the workbench log.");
  process.exitCode = 1;
} finally {
  server?.child.removeAllListeners("exit");
  await browser?.stop();
  await server?.stop();
}
process.exit();
