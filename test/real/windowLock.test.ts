import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { acquireWindowLock } from "../../src/node/windowLock.ts";
import { createWorkspaceFiles, workspaceFiles } from "../../src/node/workspaceFiles.ts";
import { temporaryFolder } from "./queueFixtures.ts";

const QUIET = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";
const HOLDER = join(import.meta.dirname, "windowLockHolder.ts");

describe("the lock of a workspace", () => {
  it("is held by one window, named to the others, and free after its release", () => {
    const folder = temporaryFolder();
    const first = acquireWindowLock(folder);
    expect(acquireWindowLock(folder)).toEqual({ held: false, holder: { pid: process.pid } });
    if (first.held) first.release();
    expect(acquireWindowLock(folder).held).toBe(true);
  });

  it("is free again when the process that held it was killed", async () => {
    const folder = temporaryFolder();
    const holder = spawn(process.execPath, [QUIET, HOLDER, folder], { stdio: ["ignore", "pipe", "inherit"] });
    await once(holder.stdout, "data");
    expect(acquireWindowLock(folder)).toEqual({ held: false, holder: { pid: holder.pid } });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect(acquireWindowLock(folder).held).toBe(true);
  });
});

describe("a workspace's files", () => {
  it("are created where version control does not see them, and left as they are after", () => {
    const workspace = temporaryFolder();
    expect(existsSync(workspaceFiles(workspace).folder)).toBe(false);
    const files = createWorkspaceFiles(workspace);
    expect(files).toEqual(workspaceFiles(workspace));
    expect(existsSync(files.runs)).toBe(true);
    const ignore = join(files.folder, ".gitignore");
    expect(readFileSync(ignore, "utf8")).toBe("*\n");
    writeFileSync(ignore, "runs\n");
    createWorkspaceFiles(workspace);
    expect(readFileSync(ignore, "utf8")).toBe("runs\n");
  });

  it("are refused in a folder that is not there, and where a file is in the way", () => {
    const workspace = temporaryFolder();
    writeFileSync(join(workspace, ".autodidact"), "");
    expect(() => createWorkspaceFiles(workspace)).toThrow(UserError);
    rmSync(workspace, { recursive: true });
    expect(() => createWorkspaceFiles(workspace)).toThrow(/There is no folder/);
  });
});
