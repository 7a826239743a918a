/** `autodidact doctor`: says whether this machine can generate, and what to do when it cannot. */
import process from "node:process";
import Table from "cli-table3";
import type { Command } from "commander";
import pc from "picocolors";
import { inGigabytes } from "../core/bytes.ts";
import type { Sandbox, SandboxTier } from "../core/sandbox.ts";
import { type Diagnosis, diagnose } from "../node/setup/diagnose.ts";
import type { SupervisorCommand } from "../node/setup/managedOllama.ts";
import { addMachineOptions, machineRequest } from "./machineOptions.ts";
import { EXIT, optionsOf, print, printJson } from "./terminal.ts";

/** The last line with `--json`; part of the command line's contract. */
export interface DoctorSummary {
  readonly ok: boolean;
  readonly python: { readonly path: string; readonly version: string } | null;
  readonly sandbox: { readonly tier: SandboxTier | null; readonly open: readonly string[] };
  readonly ollama: { readonly url: string; readonly version: string } | null;
  readonly model: string | null;
  readonly processor: Diagnosis["processor"];
  readonly tokensPerSecond: number | null;
  readonly problems: readonly string[];
}

export interface DoctorDeps {
  readonly supervisor: SupervisorCommand;
  /** Folder of the judge's program. */
  readonly judgePath: string;
  /** Context that `generate` asks for, in tokens. */
  readonly contextTokens: number;
}

/** Adds the command. `signal` aborts when the person cancels. */
export function addDoctorCommand(program: Command, deps: DoctorDeps, signal: AbortSignal): void {
  const { supervisor, judgePath, contextTokens } = deps;
  const command = program.command("doctor").description("check Python, sandbox, Ollama, model, GPU, speed and disk");
  addMachineOptions(command).action(async (_options: unknown, own: Command) => {
    const { json, tier: leastTier, packages } = optionsOf(own);
    const request = { ...machineRequest(own, supervisor), judgePath, contextTokens, leastTier, packages };
    const diagnosis = await diagnose(request, signal);
    if (json) {
      printJson(summaryOf(diagnosis));
    } else {
      print(tableOf(diagnosis));
      for (const problem of diagnosis.problems) {
        print(`${pc.red("✗")} ${problem}`);
      }
      for (const note of diagnosis.notes) {
        print(`${pc.yellow("!")} ${note}`);
      }
    }
    process.exitCode = diagnosis.problems.length === 0 ? EXIT.done : EXIT.failed;
  });
}

/** The diagnosis as the contract has it. */
export function summaryOf(diagnosis: Diagnosis): DoctorSummary {
  const { python, sandbox, ollama, model, processor, tokensPerSecond, problems } = diagnosis;
  return {
    ok: problems.length === 0,
    python: python && { path: python.path, version: python.version },
    sandbox: { tier: sandbox?.tier ?? null, open: sandbox?.open ?? [] },
    ollama: ollama && { url: ollama.url, version: ollama.version },
    model,
    processor,
    tokensPerSecond: tokensPerSecond === null ? null : Math.round(tokensPerSecond * 10) / 10,
    problems,
  };
}

const FROM = {
  setting: "from the setting",
  editor: "chosen in the editor",
  workspace: "the workspace's own",
  path: "from PATH",
} as const;
const MISSING = pc.red("missing");

function sandboxCell({ tier, open }: Sandbox): string {
  return open.length === 0 ? tier : `${tier}; open: ${open.join(", ")}`;
}

function tableOf(diagnosis: Diagnosis): string {
  const { python, sandbox, ollama, model, processor, processorReason, tokensPerSecond, diskFree } = diagnosis;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ["Python", python ? `${python.version}, ${python.path} (${FROM[python.source]})` : MISSING],
    ["Sandbox", sandbox === null ? MISSING : sandboxCell(sandbox)],
    ["Ollama", ollama ? `${ollama.version}, ${ollama.url}${ollama.kind === "managed" ? " (managed)" : ""}` : MISSING],
    ["Model", model ?? MISSING],
    ["Runs on", processor === null ? "unknown" : `${processor.toUpperCase()} (${processorReason})`],
    ["Speed", tokensPerSecond === null ? "not measured" : `${tokensPerSecond.toFixed(1)} tokens/s in one request`],
    ["Disk free", inGigabytes(diskFree)],
  );
  return table.toString();
}
