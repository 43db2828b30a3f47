/**
 * As much of Visual Studio Code as the extension and its language client touch: what they register, they may; what they
 * show, is kept. Everything else is a class that keeps its arguments, or a function that does nothing.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

export interface StubEditor {
  /** What the extension showed as an error, in order. */
  readonly errors: readonly string[];
  /** By its name. */
  readonly commands: ReadonlyMap<string, (...parameters: readonly unknown[]) => unknown>;
  /** What was run of the editor's own, in order. */
  readonly executed: readonly (readonly unknown[])[];
  /** The messages about a file, as soon as there are some that fit. */
  readonly diagnosed: (file: string, isWanted: (messages: readonly string[]) => boolean) => Promise<readonly string[]>;
  readonly activate: () => Promise<void>;
  readonly deactivate: () => Promise<void>;
}

export interface Opened {
  readonly folder: string;
  /** Open in the editor, with their texts. */
  readonly files: Readonly<Record<string, string>>;
  readonly isTrusted?: boolean;
  readonly setting?: string;
}

interface Extension {
  readonly activate: (context: { readonly subscriptions: unknown[] }) => Promise<void>;
  readonly deactivate: () => Promise<void>;
}

/** Loads the bundled extension as the editor does, and has not activated it yet. */
export function startStub(bundle: string, { folder, files, isTrusted = true, setting = "" }: Opened): StubEditor {
  const errors: string[] = [];
  const executed: (readonly unknown[])[] = [];
  const commands = new Map<string, (...parameters: readonly unknown[]) => unknown>();
  const told = new Map<string, readonly string[]>();
  let heed = () => {};

  const documents = Object.entries(files).map(([name, text]) => ({
    ...{ uri: Uri.file(path.join(folder, name)), languageId: "skerry", version: 1, isClosed: false },
    getText: () => text,
  }));
  const channel = mostly({ logLevel: 0 });
  const collection = mostly({
    set: (uri: Uri, all: readonly { readonly parameters: readonly unknown[] }[]) => {
      told.set(
        uri.fsPath,
        all.map(({ parameters }) => String(parameters[1])),
      );
      heed();
    },
  });
  const vscode = mostly(
    {
      // Read by whoever imports it: then its members are looked up one by one.
      ...{ __esModule: true, version: "1.95.0", Uri, Position, Range, Location },
      ...{ EventEmitter, Disposable, CancellationTokenSource },
      workspace: mostly({
        ...{ isTrusted, textDocuments: documents, notebookDocuments: [] },
        workspaceFolders: [{ uri: Uri.file(folder), name: "folder", index: 0 }],
        getConfiguration: (section: string) => ({
          get: (key: string, otherwise: unknown) =>
            `${section}.${key}` === "skerry.server.path" ? setting : otherwise,
        }),
        getWorkspaceFolder: () => undefined,
        createFileSystemWatcher: () => mostly({}),
      }),
      window: mostly({
        ...{ visibleTextEditors: [], createOutputChannel: () => channel },
        tabGroups: mostly({ all: [] }),
        showErrorMessage: async (message: string) => {
          errors.push(message);
        },
      }),
      languages: mostly({ match: () => 10, createDiagnosticCollection: () => collection }),
      commands: mostly({
        registerCommand: (name: string, run: (...parameters: readonly unknown[]) => unknown) => {
          commands.set(name, run);
          return new Disposable();
        },
        executeCommand: async (...parameters: readonly unknown[]) => {
          executed.push(parameters);
        },
      }),
      env: { language: "en", appName: "stub" },
      extensions: { getExtension: () => undefined, all: [] },
    },
    anyClass,
  );
  const extension = load(bundle, vscode);
  return {
    ...{ errors, commands, executed },
    diagnosed: async (file, isWanted) => {
      for (;;) {
        const known = told.get(path.join(folder, file));
        if (known !== undefined && isWanted(known)) return known;
        await new Promise<void>((resolve) => {
          heed = resolve;
        });
      }
    },
    activate: () => extension.activate({ subscriptions: [] }),
    deactivate: () => extension.deactivate(),
  };
}

function load(bundle: string, vscode: object): Extension {
  const module: { exports: unknown } = { exports: {} };
  const outer = createRequire(bundle);
  const require = (name: string) => (name === "vscode" ? vscode : outer(name));
  new Function("require", "module", "exports", readFileSync(bundle, "utf8"))(require, module, module.exports);
  if (!isExtension(module.exports)) throw new Error("the bundle is no extension");
  return module.exports;
}

function isExtension(value: unknown): value is Extension {
  return typeof value === "object" && value !== null && "activate" in value && "deactivate" in value;
}

/** Has what is known, and for every other name a function whose answer can be disposed of. */
function mostly(known: object, missing: (name: string) => unknown = () => () => new Disposable()): object {
  const own: Record<string, unknown> = { ...known };
  return new Proxy(own, {
    get: (_, name) => {
      if (typeof name === "symbol" || name === "then") return undefined;
      own[name] ??= missing(name);
      return own[name];
    },
  });
}

/** A class that keeps its arguments; as an enum, it has a number for every member. */
function anyClass(): unknown {
  class Kept {
    readonly parameters: readonly unknown[];
    constructor(...parameters: readonly unknown[]) {
      this.parameters = parameters;
    }
  }
  return new Proxy(Kept, {
    get: (target, name) => {
      if (name in target || typeof name === "symbol") return Reflect.get(target, name);
      return /^[A-Z]/.test(name) ? name.length : undefined;
    },
  });
}

class Disposable {
  dispose(): void {}
}

class EventEmitter {
  readonly event = () => new Disposable();
  fire(): void {}
  dispose(): void {}
}

class CancellationTokenSource {
  readonly token = { isCancellationRequested: false, onCancellationRequested: () => new Disposable() };
  cancel(): void {}
  dispose(): void {}
}

class Uri {
  readonly scheme: string;
  readonly path: string;
  readonly fsPath: string;
  readonly #text: string;

  constructor(text: string) {
    const { protocol, pathname } = new URL(text);
    this.scheme = protocol.slice(0, -1);
    this.path = decodeURIComponent(pathname);
    this.fsPath = this.path;
    this.#text = text;
  }

  static parse(text: string): Uri {
    return new Uri(text);
  }

  static file(file: string): Uri {
    return new Uri(pathToFileURL(file).href);
  }

  toString(): string {
    return this.#text;
  }
}

class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

class Range {
  readonly start: unknown;
  readonly end: unknown;

  constructor(start: unknown, end: unknown) {
    this.start = start;
    this.end = end;
  }
}

class Location {
  readonly uri: unknown;
  readonly range: unknown;

  constructor(uri: unknown, range: unknown) {
    this.uri = uri;
    this.range = range;
  }
}
