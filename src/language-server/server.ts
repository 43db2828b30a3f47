/** The protocol's requests and who answers each of them. */
import { fileURLToPath } from "node:url";
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  type Position,
  ResponseError,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { version } from "../files/installation.ts";
import { codeActions } from "./features/code-actions.ts";
import { codeLenses } from "./features/code-lenses.ts";
import { completions } from "./features/completion.ts";
import { definition } from "./features/definition.ts";
import { documentSymbols, workspaceSymbols } from "./features/document-symbols.ts";
import { foldingRanges } from "./features/folding.ts";
import { formatting } from "./features/formatting.ts";
import { hover } from "./features/hover.ts";
import { inlayHints } from "./features/inlay-hints.ts";
import { references } from "./features/references.ts";
import { prepareRename, rename } from "./features/rename.ts";
import { legend, semanticTokens } from "./features/semantic-tokens.ts";
import { signatureHelp } from "./features/signature-help.ts";
import { type Need, type Place, placeIn, type Subject, subjectIn } from "./place.ts";
import { Projects } from "./projects.ts";
import { Publisher } from "./publisher.ts";
import { Texts } from "./texts.ts";

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  completionProvider: { triggerCharacters: [".", "[", ":", '"', "/"] },
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
  semanticTokensProvider: { legend, full: true },
  inlayHintProvider: true,
  documentFormattingProvider: true,
  codeLensProvider: {},
  codeActionProvider: { codeActionKinds: ["quickfix"] },
};

/** Serves one client until its connection closes. */
export function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const texts = new Texts();
  const projects = new Projects(texts);
  const openFiles = () => documents.keys().flatMap((uri) => fileOf(uri) ?? []);
  const publisher = new Publisher(
    connection,
    () => projects.ofAll(openFiles()),
    (uri) => documents.get(uri)?.version,
  );

  let hasGrammar = false;
  connection.onInitialize(({ initializationOptions }) => {
    hasGrammar = saysThat(initializationOptions, "hasGrammar");
    return { capabilities, serverInfo: { name: "skerry", version: version() } };
  });
  connection.onInitialized(() => watchFiles(connection));
  connection.onDidChangeWatchedFiles(() => {
    texts.forget();
    publisher.ring();
  });
  documents.onDidChangeContent(({ document }) => {
    const file = fileOf(document.uri);
    if (file === null) return;
    texts.open(file, document.getText());
    publisher.ring();
  });
  documents.onDidClose(({ document }) => {
    const file = fileOf(document.uri);
    if (file === null) return;
    texts.close(file);
    publisher.ring();
  });

  /** Answers nothing for documents that are no files. */
  const of = <Params extends About, Answer>(answer: (subject: Subject, params: Params) => Answer) => {
    return (params: Params): Answer | null => {
      const file = fileOf(params.textDocument.uri);
      return file === null ? null : answer(subjectIn(projects.of(file), file), params);
    };
  };
  const at = <Params extends About, Answer>(need: Need, answer: (place: Place, params: Params) => Answer) => {
    return (params: Params): Answer | null => {
      const file = fileOf(params.textDocument.uri);
      return file === null ? null : answer(placeIn(projects.of(file), file, positionOf(params), need), params);
    };
  };
  /** What is only shown beside the text waits for the pause in which all is judged; it is asked for again when that changes. */
  const later = <Params extends About, Answer>(answer: (place: Place, params: Params) => Answer) => {
    const answerNow = at("all", answer);
    return async (params: Params) => {
      if (await publisher.judged()) return answerNow(params);
      return new ResponseError<void>(LSPErrorCodes.ContentModified, "The text has changed since.");
    };
  };

  connection.onHover(at("around", hover));
  connection.onDefinition(at("around", definition));
  connection.onReferences(at("names", (place, { context }) => references(place, context.includeDeclaration)));
  connection.onDocumentHighlight(later((place) => references(place, true).filter(({ uri }) => uri === place.uri)));
  connection.onPrepareRename(at("around", prepareRename));
  connection.onRenameRequest(at("names", (place, { newName }) => rename(place, newName)));
  connection.onCompletion(at("around", completions));
  connection.onSignatureHelp(at("around", signatureHelp));
  connection.onDocumentSymbol(of(documentSymbols));
  connection.onWorkspaceSymbol(({ query }) => workspaceSymbols(projects.ofAll(openFiles()), query));
  connection.onFoldingRanges(of(foldingRanges));
  const colours = of((subject) => semanticTokens(subject, hasGrammar));
  connection.languages.semanticTokens.on((params) => colours(params) ?? { data: [] });
  connection.languages.inlayHint.on(later((place, { range }) => inlayHints(place, range)));
  connection.onDocumentFormatting(of(formatting));
  connection.onCodeLens(later(codeLenses));
  connection.onCodeAction(at("around", (place, { range }) => codeActions(place, range)));
  documents.listen(connection);
  connection.listen();
}

interface About {
  readonly textDocument: { readonly uri: string };
}

/** What an editor says of itself when it starts the server. */
function saysThat(options: unknown, key: string): boolean {
  return (
    typeof options === "object" && options !== null && Object.entries(options).some(([k, v]) => k === key && v === true)
  );
}

/** Null for a document that has no file yet. */
function fileOf(uri: string): string | null {
  return uri.startsWith("file:") ? fileURLToPath(uri) : null;
}

/** Of a range, where it begins. */
function positionOf(params: object): Position {
  const range = "range" in params ? params.range : null;
  const from = typeof range === "object" && range !== null && "start" in range ? range.start : null;
  const known = "position" in params ? params.position : from;
  return isPosition(known) ? known : { line: 0, character: 0 };
}

function isPosition(value: unknown): value is Position {
  return typeof value === "object" && value !== null && "line" in value && "character" in value;
}

/** Files that are not open change too: other descriptions, and the modules that they name. */
function watchFiles(connection: Connection): void {
  const watchers = ["**/*.skerry", "**/*.{ts,mts,js,mjs,c}"].map((globPattern) => ({ globPattern }));
  connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => {});
}
