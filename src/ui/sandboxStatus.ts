/** How well the judge is closed off, as the editor shows it, and whether a person lets it judge without a sandbox. */
import * as vscode from "vscode";
import { UserError } from "../core/errors.ts";
import type { Sandbox } from "../core/sandbox.ts";
import { COMMANDS } from "./commands.ts";
import type { Notifier } from "./notify.ts";
import type { JudgeAccess, Memory } from "./ports.ts";

export interface SandboxParts {
  readonly judge: JudgeAccess;
  /** Memory of the workspace. */
  readonly memory: Memory;
  readonly notify: Notifier;
  readonly log: vscode.LogOutputChannel;
  /** The line has changed. */
  readonly onChange: (line: string | undefined) => void;
}

const CONSENT = "judgeWithoutSandbox";

/** Says whether a person has let what a model wrote be judged without a sandbox in this workspace. */
export function judgesWithoutSandbox(memory: Memory): boolean {
  return memory.get<unknown>(CONSENT) === true;
}

export class SandboxStatus {
  readonly #parts: SandboxParts;
  #sandbox: Sandbox | undefined;
  /** Why it is not known. */
  #problem: string | undefined;

  constructor(parts: SandboxParts) {
    this.#parts = parts;
    this.#setContexts();
  }

  /** One line for people; undefined while nothing is known. */
  get line(): string | undefined {
    return this.#sandbox === undefined
      ? this.#problem
      : lineOf(this.#sandbox, judgesWithoutSandbox(this.#parts.memory));
  }

  /** Finds out, from where nobody waits for it; does nothing in an untrusted workspace, where no judge is started. */
  readonly ask = (): void => {
    if (vscode.workspace.isTrusted && vscode.workspace.workspaceFolders !== undefined) {
      this.#find().catch((error: unknown) => {
        this.#parts.log.error(error instanceof Error ? error : String(error));
      });
    }
  };

  /** Asks the person for consent to judge without a sandbox, where there is none. Throws `UserError` without a judge. */
  async allow(): Promise<void> {
    const { memory, notify } = this.#parts;
    const { tier, open } = await this.#find();
    if (tier !== "none") {
      notify.inform(vscode.l10n.t("The judge has a sandbox on this machine: nothing needs to be allowed."), []);
      return;
    }
    const yes = vscode.l10n.t("Judge Without a Sandbox");
    const question = vscode.l10n.t("Judge without a sandbox in this workspace?");
    const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail: risk(open) }, yes);
    if (chosen !== yes) {
      return;
    }
    await memory.update(CONSENT, true);
    this.#changed();
    notify.inform(vscode.l10n.t("From now on pairs are judged without a sandbox in this workspace."), [
      [vscode.l10n.t("Generate Puzzles"), COMMANDS.generate.id],
    ]);
  }

  /** Takes the consent back. */
  async withdraw(): Promise<void> {
    await this.#parts.memory.update(CONSENT, undefined);
    this.#changed();
    this.#parts.notify.inform(
      vscode.l10n.t("From the next generation on, pairs are judged only in a sandbox in this workspace."),
      [],
    );
  }

  async #find(): Promise<Sandbox> {
    try {
      this.#sandbox = await this.#parts.judge.sandbox();
      return this.#sandbox;
    } catch (error) {
      this.#sandbox = undefined;
      this.#problem = error instanceof UserError ? error.sentence : String(error);
      throw error;
    } finally {
      this.#changed();
    }
  }

  #changed(): void {
    this.#setContexts();
    this.#parts.onChange(this.line);
  }

  #setContexts(): void {
    setContext("sandboxMissing", this.#sandbox?.tier === "none");
    setContext("judgesWithoutSandbox", judgesWithoutSandbox(this.#parts.memory));
  }
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand("setContext", `autodidact.${key}`, value);
}

function lineOf({ tier, open }: Sandbox, isAllowed: boolean): string {
  const attacks = open.map(attackName).join(", ");
  switch (tier) {
    case "full":
      return vscode.l10n.t("Judge: closed off (full)");
    case "partial":
      return vscode.l10n.t("Judge: closed off in part (partial). Open: {0}", attacks);
    case "none":
      return isAllowed
        ? vscode.l10n.t("Judge: without a sandbox (none), as you have allowed. Open: {0}", attacks)
        : vscode.l10n.t("Judge: not closed off (none), so nothing is judged here. Open: {0}", attacks);
  }
}

/** What the person is told before consenting. */
function risk(open: readonly string[]): string {
  return [
    vscode.l10n.t("Puzzles and solutions are programs that a language model wrote, and judging runs them."),
    vscode.l10n.t(
      "Without a sandbox such a program can do what you can: read, change and delete your files, use the network and send what it has read anywhere, start other programs and end them. Only its time and memory are limited.",
    ),
    vscode.l10n.t("In the judge's self-test on this machine got through: {0}.", open.map(attackName).join(", ")),
    vscode.l10n.t(
      "This is remembered for this workspace until you run the command “Autodidact: Judge Only in a Sandbox”.",
    ),
  ].join("\n\n");
}

/** An attack of the judge's self-test in the display language; one that is new here as the judge calls it. */
function attackName(name: string): string {
  const names: Readonly<Record<string, string>> = {
    "read files": vscode.l10n.t("read files"),
    "list processes": vscode.l10n.t("list processes"),
    "write files": vscode.l10n.t("write files"),
    "write in its folder": vscode.l10n.t("write in its folder"),
    "use the network": vscode.l10n.t("use the network"),
    "start processes": vscode.l10n.t("start processes"),
    "signal processes": vscode.l10n.t("signal processes"),
    "share memory": vscode.l10n.t("share memory"),
  };
  return names[name] ?? name;
}
