import type { Connection, Diagnostic as Shown } from "vscode-languageserver";
import { DiagnosticSeverity } from "vscode-languageserver";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { toRange } from "./positions.ts";
import type { Project } from "./project.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

/** Keeps a client told of what is wrong. Changes that come at once are judged at once. */
export class Publisher {
  readonly #connection: Connection;
  readonly #projects: () => readonly Project[];
  /** Files about which something was said. */
  #told = new Map<string, string>();
  #isRung = false;

  constructor(connection: Connection, projects: () => readonly Project[]) {
    this.#connection = connection;
    this.#projects = projects;
  }

  /** Something has changed. What has come from the client by now is read first. */
  ring(): void {
    if (this.#isRung) return;
    this.#isRung = true;
    setImmediate(() => {
      this.#isRung = false;
      this.#publish();
    });
  }

  #publish(): void {
    const now = this.#diagnostics();
    for (const uri of this.#told.keys()) if (!now.has(uri)) now.set(uri, []);
    const told = new Map([...now].map(([uri, diagnostics]) => [uri, JSON.stringify(diagnostics)]));
    for (const [uri, diagnostics] of now) {
      if (told.get(uri) === this.#told.get(uri)) continue;
      // Whoever has gone need not be told.
      this.#connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] }).catch(() => {});
    }
    this.#told = new Map([...told].filter(([uri]) => now.get(uri)?.length !== 0 || this.#isOpen(uri)));
  }

  #isOpen(uri: string): boolean {
    return this.#projects().some(({ uris }) => uris.includes(uri));
  }

  #diagnostics(): Map<string, readonly Shown[]> {
    const projects = this.#projects();
    const byFile = new Map<string, readonly Shown[]>(projects.flatMap(({ uris }) => uris.map((uri) => [uri, []])));
    for (const project of projects) {
      for (const diagnostic of project.judge().diagnostics) {
        const uri = project.uriOf(diagnostic.span.source.path);
        byFile.set(uri, [...(byFile.get(uri) ?? []), show(diagnostic, project)]);
      }
    }
    return byFile;
  }
}

function show({ code, severity, message, span, related }: Diagnostic, project: Project): Shown {
  return {
    ...{ code, message, range: toRange(span), severity: severities[severity], source: "skerry" },
    relatedInformation: related.map((other) => ({ location: project.locationOf(other.span), message: other.message })),
  };
}
