/** The interpreter that is chosen in the editor, where the Python extension is installed. */
import * as vscode from "vscode";

const PYTHON_EXTENSION = "ms-python.python";

/** Path of the active interpreter for `resource`; undefined without the Python extension. */
export async function activeInterpreter(resource: vscode.Uri): Promise<string | undefined> {
  if (vscode.extensions.getExtension(PYTHON_EXTENSION) === undefined) {
    return undefined;
  }
  const { PythonExtension } = await import("@vscode/python-extension");
  const { environments } = await PythonExtension.api();
  const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
  return environment?.executable.uri?.fsPath;
}

/** Calls `listener` whenever another interpreter is chosen; never without the Python extension. */
export async function onInterpreterChange(listener: () => void): Promise<vscode.Disposable> {
  if (vscode.extensions.getExtension(PYTHON_EXTENSION) === undefined) {
    return { dispose: () => {} };
  }
  const { PythonExtension } = await import("@vscode/python-extension");
  const { environments } = await PythonExtension.api();
  return environments.onDidChangeActiveEnvironmentPath(listener);
}
