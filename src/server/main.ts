/**
 * Composition root of the language server for `*.puzzle.py`, for any editor: it speaks over the channel that its
 * arguments name (`--stdio`, `--node-ipc`, `--socket=PORT`).
 */
import { createConnection, TextDocumentSyncKind, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { documentSymbols, foldingRanges } from "./reviewFeatures.ts";

const connection = createConnection();
const documents = new TextDocuments(TextDocument);
const textOf = (uri: string): string => documents.get(uri)?.getText() ?? "";

connection.onInitialize(() => ({
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
  },
}));
connection.onDocumentSymbol(({ textDocument }) => documentSymbols(textOf(textDocument.uri)));
connection.onFoldingRanges(({ textDocument }) => foldingRanges(textOf(textDocument.uri)));
documents.listen(connection);
connection.listen();
