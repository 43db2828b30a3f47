/** A language server as an editor has it: a process of its own, spoken to over its standard input and output. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

export class Server {
  readonly #child: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #uri: string;
  #version = 0;
  #heed: (diagnostics: readonly Diagnostic[]) => void = () => {};

  private constructor(child: ChildProcess, connection: ProtocolConnection, uri: string) {
    this.#child = child;
    this.#connection = connection;
    this.#uri = uri;
    connection.onNotification("textDocument/publishDiagnostics", ({ uri: about, diagnostics }) => {
      if (about === uri) this.#heed(diagnostics);
    });
    connection.onRequest("client/registerCapability", () => null);
    connection.listen();
  }

  /** Started and greeted, for one file. */
  static async start(root: string, file: string): Promise<Server> {
    const child = spawn(process.execPath, [path.join(root, "bin", "skerry.js"), "language-server"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const reader = new StreamMessageReader(child.stdout);
    const connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
    const server = new Server(child, connection, pathToFileURL(file).href);
    await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
    await connection.sendNotification("initialized", {});
    return server;
  }

  /** Resolves with the first word about the file. */
  async open(text: string): Promise<void> {
    const heard = this.#hear(() => true);
    const textDocument = { uri: this.#uri, languageId: "skerry", version: ++this.#version, text };
    await this.#connection.sendNotification("textDocument/didOpen", { textDocument });
    await heard;
  }

  /** Puts a text in place of a range; resolves as soon as what is said of the file fits. */
  async write(range: Range, text: string, isWanted: (diagnostics: readonly Diagnostic[]) => boolean): Promise<void> {
    const heard = this.#hear(isWanted);
    const textDocument = { uri: this.#uri, version: ++this.#version };
    await this.#connection.sendNotification("textDocument/didChange", {
      ...{ textDocument, contentChanges: [{ range, text }] },
    });
    await heard;
  }

  async ask(method: string, position: Range["start"]): Promise<unknown> {
    const range = { start: position, end: position };
    const more = { position, range, context: { diagnostics: [] } };
    return this.#connection.sendRequest(method, { textDocument: { uri: this.#uri }, ...more });
  }

  /** What the server's process has computed so far, in milliseconds; null where the system does not tell. */
  get cpuTime(): number | null {
    try {
      const fields = readFileSync(`/proc/${this.#child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) * 10;
    } catch {
      return null;
    }
  }

  end(): void {
    this.#connection.dispose();
    this.#child.kill();
  }

  #hear(isWanted: (diagnostics: readonly Diagnostic[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#heed = (diagnostics) => {
        if (isWanted(diagnostics)) resolve();
      };
    });
  }
}
