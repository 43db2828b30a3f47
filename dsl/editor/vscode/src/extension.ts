/** The extension: starts `skerry language-server` for the files that are open, and says so when there is none. */
import path from "node:path";
import {
  commands,
  type ExtensionContext,
  Location,
  Position,
  Range,
  Uri,
  type WorkspaceConfiguration,
  window,
  workspace,
} from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";
import { findServer } from "./find-server.ts";

let client: LanguageClient | null = null;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("skerry.restart", restart),
    commands.registerCommand("skerry.showReferences", showReferences),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("skerry.server") && restart()),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const stopping = client;
  client = null;
  // A server that is too busy to take its leave is ended by the client, which then says so.
  await stopping?.stop().catch(() => {});
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

/** A folder that is not trusted starts nothing: the server would be the folder's own program. */
async function start(): Promise<void> {
  if (!workspace.isTrusted) return;
  const found = findServer({
    setting: settings().get("server.path", ""),
    folders: openFolders(),
    ...{ path: process.env["PATH"] ?? "", platform: process.platform },
  });
  if (found.kind === "missing") {
    await offerHelp(found.message);
    return;
  }
  client = new LanguageClient("skerry", "Skerry", optionsFor(found.command), {
    documentSelector: [{ scheme: "file", language: "skerry" }],
    initializationOptions: { hasGrammar: true },
  });
  try {
    await client.start();
  } catch (error) {
    await offerHelp(`${found.command} could not be started: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function settings(): WorkspaceConfiguration {
  return workspace.getConfiguration("skerry");
}

function openFolders(): readonly string[] {
  const open = workspace.workspaceFolders?.map(({ uri }) => uri.fsPath) ?? [];
  const files = workspace.textDocuments.filter(
    ({ uri, languageId }) => uri.scheme === "file" && languageId === "skerry",
  );
  return [...open, ...files.map(({ uri }) => path.dirname(uri.fsPath))];
}

/** What npm puts beside a program on Windows is a script, and those are started by a shell. */
function optionsFor(command: string): ServerOptions {
  const shell = /\.cmd$/i.test(command);
  return {
    command: shell ? `"${command}"` : command,
    args: ["language-server"],
    transport: TransportKind.stdio,
    options: { shell, ...(openFolders()[0] === undefined ? {} : { cwd: openFolders()[0] }) },
  };
}

async function offerHelp(message: string): Promise<void> {
  const answer = await window.showErrorMessage(message, "Open settings", "Try again");
  if (answer === "Open settings") await commands.executeCommand("workbench.action.openSettings", "skerry.server.path");
  if (answer === "Try again") await restart();
}

interface Place {
  readonly line: number;
  readonly character: number;
}

interface LocationOfProtocol {
  readonly uri: string;
  readonly range: { readonly start: Place; readonly end: Place };
}

/** What a lens of the server calls: the protocol's places become the editor's. */
async function showReferences(uri: string, at: Place, locations: readonly LocationOfProtocol[]): Promise<void> {
  const positionOf = ({ line, character }: Place) => new Position(line, character);
  const places = locations.map(
    ({ uri: file, range }) => new Location(Uri.parse(file), new Range(positionOf(range.start), positionOf(range.end))),
  );
  await commands.executeCommand("editor.action.showReferences", Uri.parse(uri), positionOf(at), places);
}
