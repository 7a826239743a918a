import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { summaryOf } from "../../src/cli/doctor.ts";
import { UserError } from "../../src/core/errors.ts";
import { checkBuildTools, percentLines, stampOf } from "../../src/node/setup/buildOllama.ts";
import { cacheFolder } from "../../src/node/setup/cacheFolder.ts";
import { canRun, cpuOptions, ownCpuOptions } from "../../src/node/setup/cpuOptions.ts";
import { type Diagnosis, diagnose, explainProcessor, noteOn } from "../../src/node/setup/diagnose.ts";
import { findOllama, findOllamaIfAny, type OllamaSearch } from "../../src/node/setup/ensureOllama.ts";
import { withFileLock } from "../../src/node/setup/fileLock.ts";
import { findGpu } from "../../src/node/setup/gpu.ts";
import { findOllamaBinary } from "../../src/node/setup/installOllama.ts";
import { freePort, serverEnvironment } from "../../src/node/setup/ollamaProcess.ts";
import { serverFolder } from "../../src/node/setup/serverState.ts";

const never = new AbortController().signal;
let root: string;

async function program(name: string, script: string): Promise<string> {
  const file = join(root, name);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

/** A machine on which no Ollama answers; PATH is the test's own folder. */
async function bareMachine(): Promise<OllamaSearch> {
  return {
    env: { PATH: join(root, "bin"), OLLAMA_HOST: `127.0.0.1:${await freePort()}` },
    cacheDir: join(root, "cache"),
    supervisor: { command: "/nowhere", args: [] },
    log: () => {},
  };
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "autodidact-setup-"));
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe("cacheFolder", () => {
  it("follows XDG_CACHE_HOME, and ignores a relative one", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/big/disk" }, "linux", "/home/me")).toBe("/big/disk/autodidact");
    expect(cacheFolder({ XDG_CACHE_HOME: "big" }, "linux", "/home/me")).toBe("/home/me/.cache/autodidact");
  });

  it("follows the platform's convention otherwise", () => {
    expect(cacheFolder({}, "linux", "/home/me")).toBe("/home/me/.cache/autodidact");
    expect(cacheFolder({}, "darwin", "/Users/me")).toBe("/Users/me/Library/Caches/autodidact");
  });
});

describe("findOllamaBinary", () => {
  it("prefers the user's Ollama to our build, and takes a half-finished build or one for another CPU for none", async () => {
    const cacheDir = join(root, "cache");
    const env = { PATH: join(root, "bin") };
    expect(await findOllamaBinary(env, cacheDir)).toBeUndefined();

    const server = await program("cache/ollama-0.34.1/ollama", "");
    expect(await findOllamaBinary(env, cacheDir)).toBeUndefined();

    const engine = await program("cache/ollama-0.34.1/lib/ollama/llama-server", "");
    expect(await findOllamaBinary(env, cacheDir)).toBeUndefined();

    await writeFile(stampOf(engine), JSON.stringify(await ownCpuOptions()));
    expect(await findOllamaBinary(env, cacheDir)).toEqual({ path: server, origin: "built" });

    await writeFile(stampOf(engine), JSON.stringify(["-DGGML_OF_ANOTHER_CPU=ON"]));
    expect(await findOllamaBinary(env, cacheDir)).toBeUndefined();

    const own = await program("bin/ollama", "");
    expect(await findOllamaBinary(env, cacheDir)).toEqual({ path: own, origin: "user" });
  });
});

describe("findOllama", () => {
  it("says what to run on a machine without any Ollama", async () => {
    const search = await bareMachine();
    expect(await findOllamaIfAny(search, never)).toBeUndefined();
    const error = (await findOllama(search, never).catch((reason: unknown) => reason)) as UserError;
    expect(error).toBeInstanceOf(UserError);
    expect(error.sentence).toMatch(/^There is no Ollama on this machine.*Run `autodidact setup`/);
  });

  it("never puts another server in the place of one that the setting names", async () => {
    await program("bin/ollama", "exit 1");
    const setting = `127.0.0.1:${await freePort()}`;
    await expect(findOllama({ ...(await bareMachine()), setting }, never)).rejects.toThrow(/which the setting names/);
  });
});

describe("checkBuildTools", () => {
  it("names everything that is missing at once", async () => {
    const env = { PATH: join(root, "bin") };
    const both = await checkBuildTools(env, never).catch((reason: unknown) => reason);
    expect((both as UserError).sentence).toMatch(/Go 1\.21 or newer and a C\+\+ compiler.*Install/);

    await program("bin/g++", "");
    await program("bin/go", "echo go version go1.18.1 linux/amd64");
    await expect(checkBuildTools(env, never)).rejects.toThrow(/needs Go 1\.21 or newer\./);

    await program("bin/go", "echo go version go1.26.0 linux/amd64");
    await checkBuildTools(env, never);
  });
});

describe("cpuOptions", () => {
  const xeon = "flags\t\t: fpu sse4_2 avx avx2 fma f16c bmi2 avx512f avx512_vnni amx_tile amx_int8\n";

  it("uses what an x86 CPU has, but never AMX", () => {
    const options = cpuOptions(xeon);
    expect(options).toContain("-DGGML_AVX512_VNNI=ON");
    expect(options).toContain("-DGGML_NATIVE=OFF");
    expect(options.join()).not.toMatch(/AMX|BF16/);
  });

  it("leaves other CPUs to the compiler", () => {
    expect(cpuOptions("Features\t: fp asimd\n")).toEqual(["-DGGML_NATIVE=ON"]);
    expect(cpuOptions(undefined)).toEqual(["-DGGML_NATIVE=ON"]);
  });

  it("lets a build run on a CPU with more features and not on one with fewer", () => {
    const old = cpuOptions("flags\t\t: sse4_2 avx avx2 fma\n");
    expect(canRun(old, cpuOptions(xeon))).toBe(true);
    expect(canRun(cpuOptions(xeon), old)).toBe(false);
  });
});

describe("percentLines", () => {
  it("reports each tenth of a build once and ignores other lines", () => {
    const seen: number[] = [];
    const onLine = percentLines((percent) => seen.push(percent));
    onLine("-- Configuring done");
    for (let done = 1; done <= 300; done++) {
      onLine(`[${done}/300] Building CXX object`);
    }
    expect(seen).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });

  it("skips tenths that a build which goes on has behind it", () => {
    const seen: number[] = [];
    percentLines((percent) => seen.push(percent))("[5/8] Linking");
    expect(seen).toEqual([62]);
  });
});

describe("withFileLock", () => {
  it("runs one after another and lets the next in after a failure", async () => {
    const file = join(root, "a.lock");
    const steps: string[] = [];
    const begun = Promise.withResolvers<void>();
    const contended = Promise.withResolvers<void>();
    const first = withFileLock(
      file,
      async () => {
        steps.push("first begins");
        begun.resolve();
        await contended.promise;
        steps.push("first ends");
        throw new Error("broken");
      },
      never,
    );
    await begun.promise;
    const second = withFileLock(
      file,
      async () => steps.push("second runs"),
      never,
      () => {
        steps.push("second waits");
        contended.resolve();
      },
    );
    await expect(first).rejects.toThrow("broken");
    await second;
    expect(steps).toEqual(["first begins", "second waits", "first ends", "second runs"]);
  });

  it("stops waiting when it is cancelled", async () => {
    const file = join(root, "a.lock");
    const cancel = new AbortController();
    await withFileLock(
      file,
      async () => {
        const waiting = withFileLock(
          file,
          async () => "never",
          cancel.signal,
          () => cancel.abort(),
        );
        await expect(waiting).rejects.toThrow("aborted");
      },
      never,
    );
  });
});

describe("the environment of a managed server", () => {
  it("keeps the user's variables but the ones that a managed server must have", () => {
    const base = { HOME: "/home/me", OLLAMA_HOST: "0.0.0.0", OLLAMA_NUM_PARALLEL: "1", OLLAMA_MODELS: "/models" };
    expect(serverEnvironment({ parallel: 8 }, 4711, base)).toMatchObject({
      HOME: "/home/me",
      OLLAMA_HOST: "127.0.0.1:4711",
      OLLAMA_NUM_PARALLEL: "8",
      OLLAMA_MODELS: "/models",
      OLLAMA_KEEP_ALIVE: "-1",
      OLLAMA_NO_CLOUD: "1",
      LLAMA_ARG_CACHE_RAM: "1024",
    });
    expect(serverEnvironment({ parallel: 8, models: "/ours" }, 4711, base)["OLLAMA_MODELS"]).toBe("/ours");
  });

  it("is another server for another binary or other models", () => {
    const folders = [
      serverFolder("/c", "/a", undefined),
      serverFolder("/c", "/b", undefined),
      serverFolder("/c", "/a", "/m"),
    ];
    expect(new Set(folders).size).toBe(3);
    expect(serverFolder("/c", "/a", "/m")).toBe(folders[2]);
  });
});

describe("findGpu", () => {
  it("asks the drivers' tools and takes a broken driver for no GPU", async () => {
    const env = { PATH: join(root, "bin") };
    await program("bin/nvidia-smi", "echo couldn\\'t communicate with the driver; exit 9");
    await program("bin/rocm-smi", "echo; echo exit 1; exit 1");
    expect(await findGpu(env, never)).toBeUndefined();
    await program("bin/rocm-smi", "echo device,Card Series,Card Model; echo card0,Radeon RX 7900 XTX,0x744c");
    expect(await findGpu(env, never)).toBe("Radeon RX 7900 XTX");
    await program("bin/nvidia-smi", "echo NVIDIA H200; echo NVIDIA H200");
    expect(await findGpu(env, never)).toBe("NVIDIA H200");
  });
});

describe("explainProcessor", () => {
  it("calls an idle GPU a problem, and a machine without one none", () => {
    expect(explainProcessor("cpu", undefined, { origin: "user" })).toEqual({ reason: "no GPU was found" });
    expect(explainProcessor("cpu", "NVIDIA H200", { origin: "user" }).problem).toMatch(
      /NVIDIA H200, but the model runs on the CPU/,
    );
    expect(explainProcessor("cpu", "NVIDIA H200", { origin: "built" }).problem).toMatch(/install Ollama/);
    expect(explainProcessor("mixed", "NVIDIA H200", { origin: "user" }).problem).toMatch(/smaller model/);
    expect(explainProcessor("gpu", "NVIDIA H200", { origin: "user" })).toEqual({ reason: "NVIDIA H200" });
  });
});

describe("doctor", () => {
  it("reports every missing part with its remedy and does not throw", async () => {
    const python = { workspace: root, env: { PATH: "" }, setting: "/nowhere/python" };
    const diagnosis = await diagnose(
      {
        ...{ python, ollama: await bareMachine(), judgePath: root, contextTokens: 2048 },
        ...{ leastTier: "partial", packages: false },
      },
      never,
    );
    expect(diagnosis.problems).toEqual([
      expect.stringMatching(/\/nowhere\/python, does not work.*Install Python/),
      expect.stringMatching(/There is no Ollama.*Run `autodidact setup`/),
    ]);
    expect(diagnosis).toMatchObject({ python: null, ollama: null, model: null, processor: null });
  });

  it("summarises a diagnosis as the contract has it", () => {
    const diagnosis: Diagnosis = {
      python: { path: "/usr/bin/python3", version: "3.12.1", source: "path" },
      sandbox: { tier: "partial", open: ["read files"] },
      ollama: { url: "http://127.0.0.1:11434", version: "0.34.1", kind: "given" },
      model: "qwen2.5-coder:7b",
      processor: "gpu",
      processorReason: "NVIDIA H200",
      tokensPerSecond: 123.456,
      diskFree: 1e12,
      problems: [],
      notes: ["A note."],
    };
    expect(summaryOf(diagnosis)).toEqual({
      ok: true,
      python: { path: "/usr/bin/python3", version: "3.12.1" },
      sandbox: { tier: "partial", open: ["read files"] },
      ollama: { url: "http://127.0.0.1:11434", version: "0.34.1" },
      model: "qwen2.5-coder:7b",
      processor: "gpu",
      tokensPerSecond: 123.5,
      problems: [],
    });
    expect(summaryOf({ ...diagnosis, problems: ["No. Do this."] }).ok).toBe(false);
    expect(summaryOf({ ...diagnosis, sandbox: null }).sandbox).toEqual({ tier: null, open: [] });
  });

  it("calls a machine without a sandbox a problem, unless a person allows it", async () => {
    const judgePath = join(import.meta.dirname, "../fixtures/fakeJudge.py");
    const machine = { python: { workspace: root }, ollama: await bareMachine(), judgePath, contextTokens: 2048 };
    const refusing = await diagnose({ ...machine, leastTier: "partial", packages: false }, never);
    expect(refusing.sandbox).toEqual({ tier: "none", open: ["write files", "use the network"] });
    expect(refusing.problems[0]).toMatch(/tier none.*write files, use the network\..*`--tier none`/);
    expect(refusing.notes).toEqual([]);
    const allowing = await diagnose({ ...machine, leastTier: "none", packages: true }, never);
    expect(allowing.problems).toEqual([expect.stringMatching(/There is no Ollama/)]);
    expect(allowing.notes).toEqual([expect.stringMatching(/without a sandbox/)]);
  });

  it("notes what a sandbox that is used leaves open", () => {
    expect(noteOn({ tier: "full", open: [] })).toEqual([]);
    expect(noteOn({ tier: "partial", open: ["read files", "share memory"] })).toEqual([
      expect.stringMatching(/not closed off fully.*could: read files, share memory\./),
    ]);
    expect(noteOn({ tier: "none", open: ["use the network"] })).toEqual([
      expect.stringMatching(/without a sandbox.*as you have allowed.*could: use the network\./),
    ]);
  });
});
