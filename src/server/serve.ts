/** Connects an editor with a `ReviewServer`: what it asks for and what it is told of. */
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { CELL_COMMANDS } from "../protocol/lspMessages.ts";
import { CellCommands } from "./cellCommands.ts";
import { changeOf } from "./documentEdits.ts";
import { CODE_ACTION_KINDS, codeActions } from "./features/codeActions.ts";
import { codeLenses } from "./features/codeLenses.ts";
import { hover } from "./features/hover.ts";
import { inlayHints } from "./features/inlayHints.ts";
import { otherHalf } from "./features/navigation.ts";
import { documentSymbols, foldingRanges } from "./features/outline.ts";
import { selectionRanges } from "./features/selection.ts";
import { ReviewServer, type ServerParts } from "./reviewServer.ts";

const CAPABILITIES: InitializeResult["capabilities"] = {
  textDocumentSync: TextDocumentSyncKind.Incremental,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS },
  codeLensProvider: {},
  inlayHintProvider: true,
  hoverProvider: true,
  definitionProvider: true,
  executeCommandProvider: { commands: Object.values(CELL_COMMANDS) },
};

/** Serves one editor until it disconnects. */
export function serve(connection: Connection, parts: ServerParts): void {
  connection.onInitialize((params) => {
    const server = new ReviewServer(connection, params, parts);
    answer(connection, server);
    connection.onInitialized(async () => {
      if (params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
      const watchers = [{ globPattern: "**/.autodidact/queue.sqlite{,-wal}" }];
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    });
    return { capabilities: CAPABILITIES };
  });
  connection.listen();
}

function answer(connection: Connection, server: ReviewServer): void {
  const { documents } = server;
  const texts = new TextDocuments(TextDocument);
  // Comes for a document that is opened, too: nobody types there, so nothing is waited for.
  texts.onDidChangeContent(({ document }) => {
    if (documents.get(document.uri) !== undefined) return server.requestChecks(document.uri);
    documents.open(document);
    server.requestChecks(document.uri, 0);
  });
  texts.onDidClose(({ document }) => server.close(document.uri));
  texts.listen(connection);

  connection.onDidChangeConfiguration(({ settings }) => server.configure(settings ?? {}).catch(server.telling.report));
  connection.onDidChangeWatchedFiles(server.readQueueAgain);
  connection.onShutdown(() => server.shutDown());

  connection.onDocumentSymbol(({ textDocument }) => documentSymbols(documents.get(textDocument.uri)?.cells ?? []));
  connection.onFoldingRanges(({ textDocument }) => {
    const document = documents.get(textDocument.uri);
    return document && foldingRanges(document.cells, document.lines);
  });
  connection.onSelectionRanges(({ textDocument, positions }) => {
    const document = documents.get(textDocument.uri);
    return document && selectionRanges(document.cells, document.lines, positions);
  });
  connection.onCodeAction(({ textDocument: { uri }, ...asked }) => {
    const document = documents.get(uri);
    if (document === undefined) return [];
    const { lines, headLines, text } = document;
    const views = documents.views(uri);
    return codeActions({ lines, headLines, views, changeOf: (edits) => changeOf(text, edits) }, asked);
  });
  connection.onCodeLens(({ textDocument: { uri } }) => {
    const { trusted, readOnly, workspace } = server.settings;
    const options = { runs: trusted, reviews: trusted && !readOnly && workspace !== null };
    return codeLenses(uri, documents.views(uri), options);
  });
  connection.languages.inlayHint.on(({ textDocument: { uri }, range: { start, end } }) => {
    const lineLength = (line: number) => documents.get(uri)?.line(line).length ?? 0;
    return inlayHints(documents.views(uri), lineLength, { start: start.line, end: end.line });
  });
  connection.onHover(({ textDocument: { uri }, position }) =>
    hover(documents.views(uri), position.line, {
      attemptCounts: (puzzleId) => server.queue.attemptCounts(puzzleId),
      commandLinks: server.settings.commandLinks,
    }),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    otherHalf(uri, documents.get(uri)?.cells ?? [], position.line),
  );
  const commands = new CellCommands(connection, server);
  connection.onExecuteCommand(({ command, arguments: args }) => commands.run(command, args ?? []));
}
