import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { findPython, type InterpreterSearch } from "../../src/node/setup/interpreter.ts";

const never = new AbortController().signal;
let root: string;

/** A program that answers the question for the version as a Python of that version does. */
async function fakePython(place: string, version: string, executable = join(root, place)): Promise<string> {
  return fakeProgram(place, `echo ${version}; echo ${executable}`);
}

async function fakeProgram(place: string, script: string): Promise<string> {
  const file = join(root, place);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

function find(search: Partial<InterpreterSearch> = {}) {
  const env = { PATH: `${join(root, "first")}:${join(root, "second")}` };
  return findPython({ workspace: join(root, "workspace"), env, ...search }, never);
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).sentence;
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "autodidact-python-"));
  await mkdir(join(root, "workspace"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe("findPython", () => {
  it("prefers the setting, then the editor's choice, then the workspace's own, then PATH", async () => {
    const path = await fakePython("first/python3", "3.11.7");
    expect(await find()).toEqual({ path, version: "3.11.7", source: "path" });

    const own = await fakePython("workspace/.venv/bin/python", "3.12.1");
    expect(await find()).toEqual({ path: own, version: "3.12.1", source: "workspace" });

    const active = await fakePython("active/python", "3.13.0");
    expect(await find({ active })).toEqual({ path: active, version: "3.13.0", source: "editor" });

    const setting = await fakePython("chosen/python", "3.10.0");
    expect(await find({ active, setting })).toEqual({ path: setting, version: "3.10.0", source: "setting" });
  });

  it("takes `venv` where there is no `.venv`", async () => {
    const own = await fakePython("workspace/venv/bin/python", "3.12.1");
    expect((await find()).path).toBe(own);
  });

  it("reads a setting as a file seen from the workspace, or as a command on PATH", async () => {
    const file = await fakePython("workspace/tools/python", "3.12.1");
    expect((await find({ setting: "tools/python" })).path).toBe(file);
    const command = await fakePython("second/python3.12", "3.12.2");
    expect((await find({ setting: " python3.12 " })).path).toBe(command);
  });

  it("treats an empty setting as none", async () => {
    await fakePython("first/python3", "3.11.7");
    expect((await find({ setting: "  " })).source).toBe("path");
  });

  it("returns the interpreter behind a launcher", async () => {
    const real = join(root, "real", "python3.14");
    await fakePython("first/python3", "3.14.0", real);
    expect((await find()).path).toBe(real);
  });

  it("goes on along PATH past one that is too old and one that is broken", async () => {
    await fakePython("first/python3", "3.9.18");
    await fakeProgram("first/python", "echo no such library >&2; exit 127");
    const good = await fakePython("second/python3.10", "3.10.4");
    expect(await find()).toEqual({ path: good, version: "3.10.4", source: "path" });
  });

  it("compares versions as numbers", async () => {
    await fakePython("first/python3", "4.0.0");
    expect((await find()).version).toBe("4.0.0");
  });

  it("never takes another in place of a chosen one that is missing, too old or broken", async () => {
    await fakePython("first/python3", "3.12.0");
    expect(await sentenceOf(find({ setting: "/nowhere/python" }))).toMatch(/\/nowhere\/python, does not work.*Install/);

    const old = await fakePython("chosen/python", "3.8.2");
    expect(await sentenceOf(find({ active: old }))).toMatch(
      /chosen in the editor.*is 3\.8\.2, which is too old.*3\.10/,
    );

    await fakeProgram("workspace/.venv/bin/python", "echo no such library >&2; exit 127");
    expect(await sentenceOf(find())).toMatch(/workspace's own Python.*does not work: no such library/);
  });

  it("refuses a program that answers otherwise than Python", async () => {
    const setting = await fakeProgram("chosen/python", "echo Welcome");
    expect(await sentenceOf(find({ setting }))).toContain('it does not answer as Python does, but with "Welcome"');
  });

  it("says what to install when there is no Python, only an old one, or only a broken one", async () => {
    expect(await sentenceOf(find())).toMatch(/^There is no Python on this machine\. Install Python 3\.10 or newer/);

    await fakeProgram("first/python", "echo no such library >&2; exit 127");
    expect(await sentenceOf(find())).toMatch(/^No Python on this machine works:.*no such library.*Install/);

    await fakePython("first/python3", "2.7.18");
    expect(await sentenceOf(find())).toMatch(/^The only Python on this machine is too old:.*2\.7\.18.*Install/);
  });

  it("ends when it is cancelled while a program hangs", async () => {
    const setting = await fakeProgram("chosen/python", "sleep 600");
    const cancel = new AbortController();
    const search = findPython({ setting, workspace: root }, cancel.signal);
    cancel.abort();
    await expect(search).rejects.toThrow("aborted");
  });
});
