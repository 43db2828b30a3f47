/** An editor: the real server as a process of its own, spoken to over its standard input and output. */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { root } from "../cli/skerry.ts";

/** A copy of an example that may be written into. */
export function exampleFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-editor-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(root, "examples", name), folder, { recursive: true });
  return folder;
}

export interface Editor {
  readonly connection: ProtocolConnection;
  readonly abilities: InitializeResult;
  readonly process: ChildProcess;
  /** Opens a file of the folder, with another text where one is given. */
  readonly open: (name: string, text?: string) => Promise<readonly Diagnostic[]>;
  /** Replaces the whole text, and waits for what the server says of it. */
  readonly write: (name: string, text: string) => Promise<readonly Diagnostic[]>;
  /** Asks something about the place of the first `|`-marked text in a file as it is open: `"read(at: |Extent"`. */
  readonly ask: <Answer>(method: string, name: string, marked: string, more?: object) => Promise<Answer>;
  readonly uriOf: (name: string) => string;
  /** As it is open. */
  readonly textOf: (name: string) => string;
  /** What the server has said last of a file. */
  readonly diagnosticsOf: (name: string) => readonly Diagnostic[] | undefined;
  readonly heard: (
    name: string,
    isWanted: (diagnostics: readonly Diagnostic[]) => boolean,
  ) => Promise<readonly Diagnostic[]>;
}

/** A server with whoever speaks to it: what it has said last of each file, by URI. */
interface Session {
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly abilities: InitializeResult;
  readonly told: Map<string, { readonly diagnostics: readonly Diagnostic[]; readonly version: number | undefined }>;
  /** Resolves with the next word of the server. */
  readonly next: () => Promise<void>;
  readonly end: () => void;
}

async function startSession(): Promise<Session> {
  const child = spawn(process.execPath, [path.join(root, "bin/skerry.js"), "language-server", "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const reader = new StreamMessageReader(child.stdout);
  const connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
  const told: Session["told"] = new Map();
  const waiting: (() => void)[] = [];
  connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics, version }) => {
    told.set(uri, { diagnostics, version });
    for (const resolve of waiting.splice(0)) resolve();
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const abilities: InitializeResult = await connection.sendRequest("initialize", {
    ...{ processId: process.pid, rootUri: null, capabilities: {} },
  });
  await connection.sendNotification("initialized", {});
  const end = () => {
    connection.dispose();
    child.kill();
  };
  return { process: child, connection, abilities, told, next: () => new Promise((done) => waiting.push(done)), end };
}

let shared: Promise<Session> | null = null;

/** To be called when all tests of a file are done. */
export async function endServer(): Promise<void> {
  const session = await shared;
  shared = null;
  session?.end();
}

/** Speaks to the one server that the tests of a file share; closes at the end of the test what it has opened. */
export async function startEditor(folder: string): Promise<Editor> {
  shared ??= startSession();
  return editorOf(await shared, folder);
}

/** Speaks to a server of its own. */
export async function startAlone(folder: string): Promise<Editor> {
  const session = await startSession();
  onTestFinished(session.end);
  return editorOf(session, folder);
}

function editorOf({ process: child, connection, abilities, told, next }: Session, folder: string): Editor {
  const texts = new Map<string, { text: string; version: number }>();
  onTestFinished(async () => {
    if (child.exitCode !== null || child.killed) return;
    for (const name of texts.keys()) {
      await connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf(name) } });
    }
  });
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
  const heard: Editor["heard"] = async (name, isWanted) => {
    for (;;) {
      const known = told.get(uriOf(name));
      if (known !== undefined && isWanted(known.diagnostics)) return known.diagnostics;
      await next();
    }
  };
  /** What was judged carries the version of the text that it is about. */
  const judged = (name: string, version: number) => {
    return heard(name, () => told.get(uriOf(name))?.version === version);
  };
  return {
    ...{ connection, abilities, process: child, uriOf, heard },
    textOf: (name) => texts.get(name)?.text ?? "",
    diagnosticsOf: (name) => told.get(uriOf(name))?.diagnostics,
    open: async (name, text = readFileSync(path.join(folder, name), "utf8")) => {
      texts.set(name, { text, version: 1 });
      const textDocument = { uri: uriOf(name), languageId: "skerry", version: 1, text };
      await connection.sendNotification("textDocument/didOpen", { textDocument });
      return judged(name, 1);
    },
    write: async (name, text) => {
      const version = (texts.get(name)?.version ?? 0) + 1;
      texts.set(name, { text, version });
      const textDocument = { uri: uriOf(name), version };
      await connection.sendNotification("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
      return judged(name, version);
    },
    ask: (method, name, marked, more = {}) => {
      const position = positionOf(texts.get(name)?.text ?? "", marked);
      return connection.sendRequest(method, { textDocument: { uri: uriOf(name) }, position, ...more });
    },
  };
}

/** Where `|` stands in the first place of a text that reads like `marked`. */
export function positionOf(text: string, marked: string): Position {
  const start = text.indexOf(marked.replace("|", ""));
  if (start === -1) throw new Error(`the text does not say ${marked}`);
  const before = text.slice(0, start + marked.indexOf("|")).split("\n");
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** A text with changes made to it, as the protocol says them. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create("", "skerry", 0, text), [...edits]);
}
