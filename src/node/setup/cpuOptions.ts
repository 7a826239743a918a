/** How llama.cpp is optimised for the CPU that builds it, and whether another CPU can run the result. */
import { readFile } from "node:fs/promises";

/** CPU features as Linux names them, and the build option that uses each. */
const OPTION_OF_FEATURE = {
  avx: "GGML_AVX",
  avx2: "GGML_AVX2",
  fma: "GGML_FMA",
  f16c: "GGML_F16C",
  bmi2: "GGML_BMI2",
  avx512f: "GGML_AVX512",
  avx512vbmi: "GGML_AVX512_VBMI",
  avx512_vnni: "GGML_AVX512_VNNI",
  avx512_bf16: "GGML_AVX512_BF16",
} as const;

/**
 * CMake options for the CPU that `cpuinfo` (the text of `/proc/cpuinfo`) describes; without it, or on another
 * architecture than x86, the compiler's own choice. AMX is never used: with it, llama.cpp b10865 ends with a segmentation
 * fault on models whose rows are no multiple of 256, Gemma 3 270M among them.
 */
export function cpuOptions(cpuinfo: string | undefined): string[] {
  const features = new Set(
    /^flags\s*:(.*)$/m
      .exec(cpuinfo ?? "")?.[1]
      ?.trim()
      .split(/\s+/),
  );
  if (!features.has("sse4_2")) return ["-DGGML_NATIVE=ON"];
  const used = Object.entries(OPTION_OF_FEATURE).filter(([feature]) => features.has(feature));
  return ["-DGGML_NATIVE=OFF", ...used.map(([, option]) => `-D${option}=ON`)];
}

/** `cpuOptions` of this machine. */
export async function ownCpuOptions(): Promise<string[]> {
  return cpuOptions(await readFile("/proc/cpuinfo", "utf8").catch(() => undefined));
}

/** Says whether a CPU with the options `here` runs what was built with `builtWith`. */
export function canRun(builtWith: readonly string[], here: readonly string[]): boolean {
  return builtWith.every((option) => here.includes(option));
}
