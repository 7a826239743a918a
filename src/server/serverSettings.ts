/** What the server runs with: the editor's options, and where it leaves one out, the environment's. */
import { fileURLToPath } from "node:url";
import type { InitializeParams } from "vscode-languageserver";
import { DEFAULT_LEAST_TIER, SANDBOX_TIERS } from "../core/sandbox.ts";
import { type ServerOptions, serverOptions } from "../protocol/lspMessages.ts";

export type ServerSettings = { readonly [Name in keyof ServerOptions]-?: Exclude<ServerOptions[Name], undefined> };

/**
 * The settings of an editor that says nothing but where its workspace is. The environment is the command line's:
 * `AUTODIDACT_PYTHON`, `AUTODIDACT_TIER`, `AUTODIDACT_PACKAGES`, `AUTODIDACT_MODEL`, `OLLAMA_HOST`.
 */
export function defaultSettings(params: InitializeParams, environment: NodeJS.ProcessEnv): ServerSettings {
  return {
    workspace: workspaceOf(params),
    trusted: true,
    readOnly: false,
    pythonPath: environment["AUTODIDACT_PYTHON"] ?? "",
    activePython: "",
    ollamaUrl: "",
    model: environment["AUTODIDACT_MODEL"] ?? "",
    recipe: "quick",
    allowPackages: environment["AUTODIDACT_PACKAGES"] === "1",
    leastTier: SANDBOX_TIERS.find((name) => name === environment["AUTODIDACT_TIER"]) ?? DEFAULT_LEAST_TIER,
    translations: {},
    commandLinks: false,
  };
}

/** `defaults` with what an editor's `options` set. Throws a `ZodError` for options of a wrong form. */
export function settingsWith(defaults: ServerSettings, options: unknown): ServerSettings {
  const given = Object.entries(serverOptions.parse(options)).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}

function workspaceOf({ workspaceFolders, rootUri }: InitializeParams): string | null {
  const uri = workspaceFolders?.[0]?.uri ?? rootUri;
  return uri?.startsWith("file:") ? fileURLToPath(uri) : null;
}
