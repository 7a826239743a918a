/** The editor's ports over the adapters in `node`, which are loaded when they are first used: activation waits for none. */
import process from "node:process";
import { UserError } from "./core/errors.ts";
import type { Sandbox, SandboxTier } from "./core/sandbox.ts";
import { evaluationPort, type ModelFacts, tunedModelPort } from "./hostModels.ts";
import { withOllama } from "./hostOllama.ts";
import { trainingPort } from "./hostTraining.ts";
import type { Evaluations, TunedModelAccess } from "./ui/modelPorts.ts";
import type { GenerateJobs, JudgeAccess, ModelCatalog, QueueAccess, Trainings } from "./ui/ports.ts";

export interface HostFacts {
  /** The folder that holds `.autodidact/`; undefined: no folder is open. */
  readonly workspace: string | undefined;
  /** Path of `cli.js`. */
  script: string;
  /** Path of the judge's program. */
  judgePath: string;
  /** Path of the folder with the puzzles that ship. */
  readonly mediaPath: string;
  isTrusted(): boolean;
  /** Whether a person has allowed that in this workspace. */
  judgesWithoutSandbox(): boolean;
  /** The settings that the adapters need, read anew at every use. */
  settings(): { readonly ollamaUrl: string; readonly pythonPath: string; readonly allowPackages: boolean };
  /** The interpreter that is chosen in the editor. */
  activePython(): Promise<string | undefined>;
  log(line: string): void;
}

export interface HostPorts {
  readonly jobs: GenerateJobs;
  readonly trainings: Trainings;
  readonly tuned: TunedModelAccess;
  readonly evaluations: Evaluations;
  readonly models: ModelCatalog;
  readonly judge: JudgeAccess;
  readonly queue: QueueAccess & {
    /** Takes the workspace for this window; false: another window has it. Only where there are files of ours yet. */
    claimIfThere(): Promise<boolean>;
    /** The same, whether there are files yet or not. */
    claim(): Promise<boolean>;
    dispose(): Promise<void>;
  };
  /** How the command line is started, with the settings in its environment. Throws `UserError` without a Python. */
  commandLine(): Promise<{ executable: string; arguments: string[]; environment: Record<string, string> }>;
}

const loadAdapters = () => import("./hostAdapters.ts");

const FIND_PYTHON_MS = 60_000;
const START_JUDGE_MS = 60_000;

export function hostPorts(facts: HostFacts): HostPorts {
  const workspace = (): string => {
    if (facts.workspace === undefined) {
      throw new UserError("No folder is open.", "Open the folder that the puzzles shall be kept in.");
    }
    return facts.workspace;
  };
  const job = () => ({ script: facts.script, workspace: workspace(), environment: () => jobEnvironment(facts) });
  const queue = queuePort(facts.workspace);
  const ollama = { setting: () => facts.settings().ollamaUrl, script: () => facts.script, log: facts.log };
  const models: ModelFacts = {
    workspace: facts.workspace,
    mediaPath: facts.mediaPath,
    commandLine: job,
    removeModel: (name) =>
      withOllama(ollama, async (url, signal) => (await loadAdapters()).removeModel(url, name, signal)),
    async requireMine() {
      if (!facts.isTrusted()) {
        throw new UserError(
          "This workspace is not trusted, so nothing is trained or evaluated here.",
          "Trust the workspace first.",
        );
      }
      if (await queue.claim()) return;
      throw new UserError("Another window has this workspace.", "Train in that window, or close it first.");
    },
  };
  return {
    jobs: {
      async start(request, onEvent) {
        if (!(await queue.claim())) {
          throw new UserError("Another window has this workspace.", "Generate in that window, or close it first.");
        }
        const { startGenerateJob } = await loadAdapters();
        return startGenerateJob(job(), request, onEvent);
      },
      async reattach(onEvent) {
        const { reattachGenerateJob } = await loadAdapters();
        return reattachGenerateJob(job(), onEvent);
      },
    },
    trainings: trainingPort(models),
    tuned: tunedModelPort(models),
    evaluations: evaluationPort(models),
    models: { list: () => withOllama(ollama, async (url, signal) => (await loadAdapters()).listModels(url, signal)) },
    judge: judgePort(facts),
    queue,
    commandLine: async () => ({
      executable: process.execPath,
      arguments: [facts.script],
      environment: { ...settingsEnvironment(facts), ELECTRON_RUN_AS_NODE: "1" },
    }),
  };
}

function queuePort(workspace: string | undefined): HostPorts["queue"] {
  const load = async () => {
    if (workspace === undefined) {
      return undefined;
    }
    const { WorkspaceQueue } = await loadAdapters();
    return new WorkspaceQueue(workspace);
  };
  let loading: ReturnType<typeof load> | undefined;
  const queue = () => {
    loading ??= load();
    return loading;
  };
  return {
    stats: async () => (await queue())?.stats(),
    rounds: async (filter) => (await queue())?.rounds(filter) ?? [],
    pairs: async (query) => (await queue())?.pairs(query) ?? [],
    attemptsOf: async (puzzleId, limit) => (await queue())?.attemptsOf(puzzleId, limit),
    pair: async (id) => (await queue())?.pair(id),
    tags: async () => (await queue())?.tags() ?? [],
    canUndoReview: async () => (await queue())?.canUndoReview() ?? false,
    review: async (ids, state) => (await queue())?.review(ids, state) ?? 0,
    reviewAll: async (selection, state) => (await queue())?.reviewAll(selection, state) ?? 0,
    undoReview: async () => (await queue())?.undoReview(),
    annotate: async (id, annotation) => (await queue())?.annotate(id, annotation),
    claim: async () => (await queue())?.claim() ?? true,
    claimIfThere: async () => (await queue())?.claimIfThere() ?? true,
    dispose: async () => (await loading)?.dispose(),
  };
}

function judgePort(facts: HostFacts): JudgeAccess {
  let known: { readonly judge: string; readonly sandbox: Promise<Sandbox> } | undefined;
  return {
    async sandbox() {
      if (!facts.isTrusted()) {
        throw new UserError("This workspace is not trusted, so no judge is started.", "Trust the workspace first.");
      }
      const python = await interpreterOf(facts);
      const judge = `${python} ${facts.judgePath}`;
      if (known?.judge !== judge) {
        const asked = { judge, sandbox: findSandbox(facts, python) };
        known = asked;
        asked.sandbox.catch(() => {
          known = known === asked ? undefined : known;
        });
      }
      return known.sandbox;
    },
  };
}

/** Starts the judge, which tests its sandbox, and ends it again, whatever the tier: nothing is judged. */
async function findSandbox({ judgePath, log }: HostFacts, python: string): Promise<Sandbox> {
  const { startPythonJudge } = await loadAdapters();
  const options = { python, judgePath, workers: 1, leastTier: "none", log } as const;
  const judge = await startPythonJudge(options, AbortSignal.timeout(START_JUDGE_MS));
  await judge.close();
  return judge.info.sandbox;
}

/** What a job needs to know of the settings. Throws `UserError` where there is no usable Python. */
async function jobEnvironment(facts: HostFacts): Promise<Record<string, string>> {
  return { ...settingsEnvironment(facts), AUTODIDACT_PYTHON: await interpreterOf(facts) };
}

async function interpreterOf(facts: HostFacts): Promise<string> {
  const { findPython } = await loadAdapters();
  const search = {
    setting: facts.settings().pythonPath,
    active: await facts.activePython(),
    workspace: facts.workspace ?? "",
  };
  const { path } = await findPython(search, AbortSignal.timeout(FIND_PYTHON_MS));
  return path;
}

function settingsEnvironment(facts: HostFacts): Record<string, string> {
  const { ollamaUrl, pythonPath, allowPackages } = facts.settings();
  return {
    AUTODIDACT_TIER: leastTier(facts),
    AUTODIDACT_PACKAGES: allowPackages ? "1" : "0",
    ...(ollamaUrl === "" ? {} : { OLLAMA_HOST: ollamaUrl }),
    ...(pythonPath === "" ? {} : { AUTODIDACT_PYTHON: pythonPath }),
  };
}

/** In the editor only a person's consent makes it `none`; whoever started the editor may ask for `full`. */
function leastTier(facts: HostFacts): SandboxTier {
  if (facts.judgesWithoutSandbox()) {
    return "none";
  }
  return process.env["AUTODIDACT_TIER"] === "full" ? "full" : "partial";
}
