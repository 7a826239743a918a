/** The interpreter that is chosen in the editor, where the Python extension is installed. */
import * as vscode from "vscode";

/** Path of the active interpreter for `resource`; undefined without the Python extension. */
export async function activeInterpreter(resource: vscode.Uri): Promise<string | undefined> {
  if (vscode.extensions.getExtension("ms-python.python") === undefined) {
    return undefined;
  }
  const { PythonExtension } = await import("@vscode/python-extension");
  const { environments } = await PythonExtension.api();
  const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
  return environment?.executable.uri?.fsPath;
}
