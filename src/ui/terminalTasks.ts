/** Runs commands of the command line where the person can watch them: in a terminal that stays open at the end. */
import * as vscode from "vscode";

export interface TerminalCommand {
  /** How the command line is started: an executable and its first arguments. */
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export async function runInTerminal(
  folder: vscode.WorkspaceFolder,
  title: string,
  { executable, arguments: args, environment }: TerminalCommand,
): Promise<void> {
  const options = { cwd: folder.uri.fsPath, env: { ...environment } };
  const execution = new vscode.ProcessExecution(executable, [...args], options);
  const task = new vscode.Task({ type: "process" }, folder, title, "Autodidact", execution, []);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, focus: true, clear: true };
  await vscode.tasks.executeTask(task);
}
