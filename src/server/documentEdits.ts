/** Edits of one document as the editor is asked to make them. */
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";

/** `edits`, which end lines with `\n`, for the text as it is now: with its own line ends, and for no other version. */
export function changeOf(
  text: TextDocument,
  edits: readonly TextEdit[],
): WorkspaceEdit & Required<Pick<WorkspaceEdit, "documentChanges">> {
  const { uri, version } = text;
  const lineEnd = /\r\n|\r|\n/.exec(text.getText())?.[0] ?? "\n";
  const own = edits.map(({ range, newText }) => ({ range, newText: newText.replaceAll("\n", lineEnd) }));
  return { documentChanges: [{ textDocument: { uri, version }, edits: own }] };
}
