import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/core/errors.ts";
import { endProcessTree, identifyProcess, isRunning } from "../../src/node/processTree.ts";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { findOllamaBinary, type OllamaBinary } from "../../src/node/setup/installOllama.ts";
import { leaseManagedOllama, type ManagedOllama } from "../../src/node/setup/managedOllama.ts";
import { RenewableLease } from "../../src/node/setup/renewableLease.ts";
import { readServerState, type ServerState, serverFolder } from "../../src/node/setup/serverState.ts";
import { serverVersion } from "../../src/node/setup/serverVersion.ts";

const IDLE_MS = 500;
const source = (file: string) => pathToFileURL(join(import.meta.dirname, "../../src/node/setup", file)).href;
const SUPERVISE = `
  const { superviseOllama } = await import(${JSON.stringify(source("superviseOllama.ts"))});
  await superviseOllama(JSON.parse(process.argv[1]));
  process.exit();`;
const HOLD = `
  const { leaseManagedOllama } = await import(${JSON.stringify(source("managedOllama.ts"))});
  const options = { ...JSON.parse(process.argv[1]), log: () => {} };
  const lease = await leaseManagedOllama(options, new AbortController().signal);
  console.log(lease.url);
  setInterval(() => {}, 1000);`;
const asScript = (code: string) => ["--no-warnings", "--input-type=module", "--eval", code];

const never = new AbortController().signal;
let cacheDir: string;
let binary: OllamaBinary;
let holders: ChildProcess[];

function options(path = binary.path): ManagedOllama {
  return {
    binary: path,
    models: join(cacheDir, "models"),
    cacheDir,
    supervisor: { command: process.execPath, args: asScript(SUPERVISE) },
    parallel: 2,
    idleMs: IDLE_MS,
    log: () => {},
  };
}

/** Takes a lease in another process, which holds it until it is killed. */
async function holdElsewhere(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [...asScript(HOLD), JSON.stringify(options())], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  holders.push(child);
  const [url] = await once(createInterface({ input: child.stdout }), "line");
  return { url: String(url), child };
}

async function stateOf(path = binary.path): Promise<ServerState> {
  const state = await readServerState(serverFolder(cacheDir, path, options().models));
  if (state === undefined) throw new Error("There is no server.");
  return state;
}

async function serverOf(state: ServerState) {
  if (state.server === undefined) throw new Error("The server has not been started.");
  return state.server;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(50);
}

beforeEach(async () => {
  const found = await findOllamaBinary(process.env, cacheFolder());
  if (found === undefined) throw new Error("These tests need Ollama: run `npm run -s cli -- setup`.");
  binary = found;
  cacheDir = await mkdtemp(join(tmpdir(), "autodidact-managed-"));
  holders = [];
});

afterEach(async () => {
  for (const child of holders) child.kill("SIGKILL");
  const state = await readServerState(serverFolder(cacheDir, binary.path, options().models));
  if (state !== undefined) {
    await endProcessTree(state.supervisor, 10_000);
    if (state.server !== undefined) await endProcessTree(state.server, 1_000);
  }
  await rm(cacheDir, { recursive: true, force: true });
});

describe("a managed Ollama server", () => {
  it("is shared by processes that ask for it at the same time", async () => {
    const [ours, other, third] = await Promise.all([
      leaseManagedOllama(options(), never),
      holdElsewhere(),
      holdElsewhere(),
    ]);
    expect(other.url).toBe(ours.url);
    expect(third.url).toBe(ours.url);
    expect(ours.parallel).toBe(2);
    expect(await serverVersion(ours.url, 5_000, never)).toMatch(/^\d+\.\d+/);
  });

  it("stays while one lease is held and ends with all its processes after the last holder was killed", async () => {
    const mine = await leaseManagedOllama(options(), never);
    const { child } = await holdElsewhere();
    const state = await stateOf();
    await mine.release();
    await mine.release();
    await sleep(2 * IDLE_MS);
    expect(isRunning(await serverOf(state))).toBe(true);

    child.kill("SIGKILL");
    await until(() => !isRunning(state.supervisor));
    expect(isRunning(await serverOf(state))).toBe(false);
    expect(await serverVersion(mine.url, 1_000, never)).toBeUndefined();
  });

  it("leaves no orphan when its supervisor is killed, and the next lease gets a new one", async () => {
    await leaseManagedOllama(options(), never);
    const before = await stateOf();
    process.kill(before.supervisor.pid, "SIGKILL");
    await until(async () => !isRunning(await serverOf(before)));

    const lease = await leaseManagedOllama(options(), never);
    expect((await stateOf()).supervisor.pid).not.toBe(before.supervisor.pid);
    expect(await serverVersion(lease.url, 5_000, never)).toBeDefined();
    await lease.release();
  });

  it("comes back at the same address when Ollama crashes", async () => {
    const lease = await leaseManagedOllama(options(), never);
    const before = await serverOf(await stateOf());
    process.kill(before.pid, "SIGKILL");
    await until(async () => (await stateOf()).server?.pid !== before.pid);
    await until(async () => (await serverVersion(lease.url, 5_000, never)) !== undefined);
    await lease.release();
  });

  it("is waited for by whoever finds it gone, however slow it is to come back", async () => {
    const slow = join(cacheDir, "ollama");
    // Its second start is slow.
    await writeFile(
      slow,
      `#!/bin/sh\n[ -e "$0.started" ] && sleep 4\ntouch "$0.started"\nexec "${binary.path}" "$@"\n`,
    );
    await chmod(slow, 0o755);
    const lease = await RenewableLease.take(options(slow), never);
    process.kill((await serverOf(await stateOf(slow))).pid, "SIGKILL");
    const urls = await Promise.all([lease.renew(never), lease.renew(never)]);
    expect(urls).toEqual([lease.url, lease.url]);
    expect(await serverVersion(lease.url, 5_000, never)).toBeDefined();

    const { supervisor, server } = await stateOf(slow);
    process.kill(supervisor.pid, "SIGKILL");
    await until(() => server !== undefined && !isRunning(server));
    expect(await serverVersion(await lease.renew(never), 5_000, never)).toBeDefined();
    await lease.release();
    await until(async () => (await readServerState(serverFolder(cacheDir, slow, options().models))) === undefined);
  });

  it("is replaced when the state on disk names a process that is not its supervisor", async () => {
    const lease = await leaseManagedOllama(options(), never);
    const first = await stateOf();
    await lease.release();
    await until(() => !isRunning(first.supervisor));
    const folder = serverFolder(cacheDir, binary.path, options().models);
    const stranger = { pid: process.pid, started: "0" };
    await writeFile(
      join(folder, "ollama-server.json"),
      JSON.stringify({ ...first, supervisor: stranger, server: stranger }),
    );

    const next = await leaseManagedOllama(options(), never);
    expect(identifyProcess(process.pid)).toBeDefined();
    expect(await serverVersion(next.url, 5_000, never)).toBeDefined();
    await next.release();
  });

  it("says what Ollama said when it cannot be started", async () => {
    const broken = join(cacheDir, "ollama");
    await writeFile(broken, "#!/bin/sh\necho the library is missing >&2\nexit 3\n");
    await chmod(broken, 0o755);
    const failure = await leaseManagedOllama(options(broken), never).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).sentence).toContain("the library is missing");
    await expect(stateOf(broken)).rejects.toThrow("There is no server");
  });

  it("gives up waiting when the wait is cancelled", async () => {
    const hanging = join(cacheDir, "ollama");
    await writeFile(hanging, `#!/bin/sh\necho $$ > ${join(cacheDir, "pid")}\nexec sleep 600\n`);
    await chmod(hanging, 0o755);
    const cancel = new AbortController();
    const lease = leaseManagedOllama(options(hanging), cancel.signal);
    await until(async () => (await readFile(join(cacheDir, "pid"), "utf8").catch(() => "")) !== "");
    cancel.abort();
    await expect(lease).rejects.toThrow("aborted");
    await until(async () => (await readServerState(serverFolder(cacheDir, hanging, options().models))) === undefined);
  });
});
