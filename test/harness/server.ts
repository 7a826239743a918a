/** A VS Code server on fresh data folders, gone without a trace at the end. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { endGroup, mustRun, toolEnvironment } from "./processes.ts";
import { BUILT_IN_FOLDER, SERVER_MAIN } from "./vscodeServer.ts";

const START_LIMIT_MS = 60_000;
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off", // the desktop's default; a server's would write a file again that a test has just removed
  "files.simpleDialog.enable": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "window.menuBarVisibility": "classic",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.settings.enableNaturalLanguageSearch": false,
  "workbench.startupEditor": "none",
};

/** Shows what the server and the workbench log. */
export const verbose = process.env["HARNESS_VERBOSE"] === "1";

export interface ServerOptions {
  /** User settings besides those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packaged extension to install before the start. */
  readonly vsix?: string;
}

export interface Server {
  readonly port: number;
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface. */
export async function startServer({ settings = {}, vsix }: ServerOptions = {}): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "autodidact-server-"));
  const places = ["--server-data-dir", folder, "--user-data-dir", join(folder, "data")];
  places.push("--extensions-dir", join(folder, "extensions"));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

  mkdirSync(join(folder, "extensions"));
  // Settings of the scope `machine`, such as an address of a server, are read from the second place only.
  for (const place of ["data/User", "data/Machine"]) {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, "settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
  }
  let child: ChildProcess | undefined;
  try {
    if (vsix) {
      const install = [SERVER_MAIN, "--accept-server-license-terms", "--install-extension", vsix, ...places];
      await mustRun(process.execPath, install);
    }
    // A built workbench ignores the paths of an extension under test and of its tests without this flag, and shows no
    // notifications with it.
    child = spawnServer(vsix ? places : ["--enable-smoke-test-driver", ...places]);
    const port = await portOf(child);
    const running = child;
    const stop = () => endGroup(running).finally(remove);
    return { port, url: `http://127.0.0.1:${port}/`, child, stop };
  } catch (error) {
    if (child) await endGroup(child);
    remove();
    throw error;
  }
}

function spawnServer(places: readonly string[]): ChildProcess {
  const flags = ["--accept-server-license-terms", "--without-connection-token", "--disable-telemetry"];
  flags.push("--disable-workspace-trust", "--disable-getting-started-override");
  flags.push("--host", "127.0.0.1", "--port", "0", "--builtin-extensions-dir", BUILT_IN_FOLDER);
  return spawn(process.execPath, [SERVER_MAIN, ...flags, ...places], {
    env: toolEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}

/** Resolves when the server says on which port it listens. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (reason: string) => reject(new Error(`The VS Code server ${reason}:\n${output}`));
    const limit = setTimeout(fail, START_LIMIT_MS, `did not start in ${START_LIMIT_MS} ms`);
    const read = (chunk: Buffer) => {
      if (verbose) process.stderr.write(chunk);
      output += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (!port) return;
      clearTimeout(limit);
      resolve(Number(port));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
  });
}
