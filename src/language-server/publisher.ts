import { type Connection, DiagnosticSeverity, type Diagnostic as Shown } from "vscode-languageserver";
import type { Diagnostic, Severity } from "../diagnostics/diagnostic.ts";
import { toRange } from "./positions.ts";
import type { Project } from "./project.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

/** The longest pause that is waited for, in milliseconds. */
const longestPause = 600;

type ByFile = Map<string, readonly Shown[]>;

/** Keeps a client told of what is wrong. Changes that come at once are judged at once. */
export class Publisher {
  readonly #connection: Connection;
  readonly #projects: () => readonly Project[];
  readonly #versionOf: (uri: string) => number | undefined;
  /** What was said of each file. */
  readonly #told: ByFile = new Map();
  /** The version of its text that was judged last. */
  readonly #judged = new Map<string, number>();
  #isRung = false;
  #pause: NodeJS.Timeout | null = null;
  /** Those who wait until all is judged; told whether it is, or something has changed before. */
  #waiting: ((isJudged: boolean) => void)[] = [];

  constructor(
    connection: Connection,
    projects: () => readonly Project[],
    versionOf: (uri: string) => number | undefined,
  ) {
    this.#connection = connection;
    this.#projects = projects;
    this.#versionOf = versionOf;
  }

  /** Something has changed. What has come from the client by now is read first. */
  ring(): void {
    this.#release(false);
    if (this.#isRung) return;
    this.#isRung = true;
    setImmediate(() => {
      this.#isRung = false;
      this.#answer();
    });
  }

  /** Resolves when all is judged as it stands now: with false as soon as something has changed before that. */
  judged(): Promise<boolean> {
    if (!this.#isRung && this.#pause === null) return Promise.resolve(true);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(isJudged: boolean): void {
    for (const resolve of this.#waiting.splice(0)) resolve(isJudged);
  }

  #answer(): void {
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
    const projects = this.#projects();
    const judge = () => this.#judgeAll();
    if (!projects.some(({ isSlow, isCurrent }) => isSlow && !isCurrent)) {
      judge();
      return;
    }
    for (const [uri, shown] of this.#lookQuickly(projects)) this.#tell(uri, shown);
    const slowest = Math.max(0, ...projects.map(({ judgingTime }) => judgingTime));
    this.#pause = setTimeout(judge, Math.min(slowest, longestPause));
  }

  /** What is said then carries the version of the text that it is about. */
  #judgeAll(): void {
    this.#pause = null;
    const now = this.#judge(this.#projects());
    for (const uri of [...this.#told.keys()]) {
      if (now.has(uri)) continue;
      this.#tell(uri, []);
      this.#told.delete(uri);
      this.#judged.delete(uri);
    }
    for (const [uri, shown] of now) this.#tell(uri, shown, this.#versionOf(uri));
    this.#release(true);
    setImmediate(() => {
      for (const project of this.#projects()) if (project.isCurrent) project.prepare();
    });
  }

  #tell(uri: string, diagnostics: readonly Shown[], version?: number): void {
    const isKnown = JSON.stringify(this.#told.get(uri)) === JSON.stringify(diagnostics);
    if (isKnown && version === this.#judged.get(uri)) return;
    this.#told.set(uri, diagnostics);
    if (version !== undefined) this.#judged.set(uri, version);
    const about = version === undefined ? {} : { version };
    // Whoever has gone need not be told.
    this.#connection.sendDiagnostics({ uri, ...about, diagnostics: [...diagnostics] }).catch(() => {});
  }

  #judge(projects: readonly Project[]): ByFile {
    return gather(projects.map((project) => ({ project, diagnostics: project.judge().diagnostics })));
  }

  /** What can be said before all is judged: of what has changed, or at least of the syntax. */
  #lookQuickly(projects: readonly Project[]): ByFile {
    const found: ByFile = new Map();
    for (const project of projects.filter(({ isCurrent }) => !isCurrent)) {
      const diagnostics = project.isJudged ? project.judgeQuickly()?.diagnostics : project.read();
      const byFile = diagnostics === undefined ? this.#lookAtSyntax(project) : gather([{ project, diagnostics }]);
      for (const [uri, shown] of byFile) found.set(uri, shown);
    }
    return found;
  }

  /** The faults of the syntax as they are now, and the others as they were: an editor moves them along with its text. */
  #lookAtSyntax(project: Project): ByFile {
    return new Map(
      project.roots.flatMap((root): [string, readonly Shown[]][] => {
        const uri = project.uriOf(root);
        const known = this.#told.get(uri) ?? [];
        const now = project.syntaxFaults(root).map((fault) => show(fault, project));
        // Nothing is said where nothing has changed, so that the editor goes on moving what it shows.
        if (JSON.stringify(known.filter(isOfSyntax)) === JSON.stringify(now)) return [];
        return [[uri, [...now, ...known.filter((shown) => !isOfSyntax(shown))]]];
      }),
    );
  }
}

interface Found {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** By file, those that nothing is wrong with too. */
function gather(found: readonly Found[]): ByFile {
  const byFile = new Map<string, Shown[]>(found.flatMap(({ project: { uris } }) => uris.map((uri) => [uri, []])));
  for (const { project, diagnostics } of found) {
    for (const diagnostic of diagnostics) {
      const uri = project.uriOf(diagnostic.span.source.path);
      const shown = byFile.get(uri) ?? [];
      byFile.set(uri, shown);
      shown.push(show(diagnostic, project));
    }
  }
  return byFile;
}

function isOfSyntax({ code }: Shown): boolean {
  return String(code).startsWith("SK1");
}

function show({ code, severity, message, span, related }: Diagnostic, project: Project): Shown {
  return {
    ...{ code, message, range: toRange(span), severity: severities[severity], source: "skerry" },
    relatedInformation: related.map((other) => ({ location: project.locationOf(other.span), message: other.message })),
  };
}
