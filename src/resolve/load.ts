/** From paths to parsed files: follows `use`, each file once, the same result whatever the order of the roots. */
import { Memory } from "../algorithms/memory.ts";
import { fileDiagnostics } from "../diagnostics/catalogue/resolve/files.ts";
import { type Diagnostic, diagnose, type Outcome } from "../diagnostics/diagnostic.ts";
import { compareText, createCollector, hasErrors, type Report } from "../diagnostics/report.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { ReadResult, SourceHost } from "../source/source-host.ts";
import type { File, Use } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { reportIncludeCycles } from "./include-cycles.ts";
import { keepUnchanged } from "./keep-unchanged.ts";
import type { FileBeingLoaded, LoadedFile } from "./loaded-file.ts";
import { usedPath } from "./used-path.ts";

/**
 * Loads the files at `roots` and all that they use, by path ascending. Missing, empty and unreadable files are
 * diagnostics at the `use` that names them, or at the start of the file when it is a root. A file that reads as it did
 * among the `earlier` ones, and so does all that it uses, is the same object again.
 */
export function load(
  roots: readonly string[],
  host: SourceHost,
  earlier: readonly LoadedFile[] = [],
): Outcome<readonly LoadedFile[]> {
  const collector = createCollector();
  const loader = createLoader(rememberSources(host, earlier), collector.report);
  for (const root of [...new Set(roots)].sort(compareText)) loader.loadFile(root, startOf(root));
  loader.followUses();
  const read = loader.files().sort((a, b) => compareText(a.source.path, b.source.path));
  const files = keepUnchanged(read, earlier);
  reportIncludeCycles(files, collector.report);
  return { product: files, diagnostics: collector.diagnostics() };
}

function startOf(path: string): Span {
  return { source: { path, text: "" }, start: 0, end: 0 };
}

type ReadSource = (path: string) => SourceFile | Unreadable;

function rememberSources(host: SourceHost, earlier: readonly LoadedFile[]): ReadSource {
  const known = new Map(earlier.map(({ source }) => [source.path, source]));
  return (path) => {
    const result = host.read(path);
    if (result.kind !== "text") return result;
    const source = known.get(path);
    return source?.text === result.text ? source : { path, text: result.text };
  };
}

interface Loader {
  readonly loadFile: (path: string, mentionedAt: Span) => LoadedFile | null;
  readonly followUses: () => void;
  readonly files: () => FileBeingLoaded[];
}

function createLoader(read: ReadSource, report: Report): Loader {
  const loaded = new Map<string, FileBeingLoaded | Unreadable>();
  const waiting: FileBeingLoaded[] = [];

  function loadFile(path: string, mentionedAt: Span): LoadedFile | null {
    const entry = loaded.get(path) ?? readAndParse(read(path), report);
    if (!loaded.has(path)) {
      loaded.set(path, entry);
      if ("ast" in entry) waiting.push(entry);
    }
    if ("ast" in entry) return entry;
    report(unreadable(path, entry, mentionedAt));
    return null;
  }

  function followUses() {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const use of distinctUses(file, report)) {
        const used = use.path === null ? null : loadFile(use.path, use.span);
        if (used === null) file.isComplete = false;
        else file.uses.push(used);
      }
    }
  }

  return { loadFile, followUses, files: () => [...loaded.values()].filter((entry) => "ast" in entry) };
}

type Unreadable = Exclude<ReadResult, { kind: "text" }>;

/** What was parsed stays parsed as long as its source is the same. */
const trees = new Memory<SourceFile, Outcome<File>>();

function readAndParse(source: SourceFile | Unreadable, report: Report): FileBeingLoaded | Unreadable {
  if ("kind" in source) return source;
  const { product: ast, diagnostics } = trees.recall(source, () => parse(source));
  for (const diagnostic of diagnostics) report(diagnostic);
  const declaresNothing = ast.uses.length === 0 && ast.declarations.length === 0 && diagnostics.length === 0;
  if (declaresNothing) report(diagnose(fileDiagnostics.fileEmpty, { source, start: 0, end: 0 }, { path: source.path }));
  return { source, ast, uses: [], isComplete: !hasErrors(diagnostics) };
}

function unreadable(path: string, result: Unreadable, span: Span): Diagnostic {
  if (result.kind === "missing") return diagnose(fileDiagnostics.fileMissing, span, { path });
  return diagnose(fileDiagnostics.fileNotText, span, { path, reason: result.reason });
}

interface PathOfUse {
  /** Null when it is no path, which has been reported. */
  readonly path: string | null;
  readonly span: Span;
}

function distinctUses(file: LoadedFile, report: Report): readonly PathOfUse[] {
  const first = new Map<string | null, PathOfUse>();
  for (const use of file.ast.uses) {
    const path = pathOf(use, file, report);
    const earlier = first.get(path);
    if (earlier === undefined) first.set(path, { path, span: use.path.span });
    else if (path !== null) report(usedTwice(path, use, earlier));
  }
  return [...first.values()];
}

function pathOf(use: Use, file: LoadedFile, report: Report): string | null {
  const path = usedPath(use.path.value, file.source.path);
  if (path === null) {
    report(diagnose(fileDiagnostics.usePathNotRelative, use.path.span, { path: use.path.value }));
  }
  return path;
}

function usedTwice(path: string, use: Use, earlier: PathOfUse): Diagnostic {
  const related = [{ span: earlier.span, message: "first used here" }];
  const fixes = [{ title: "remove this line", edits: [{ span: use.span, text: "" }] }];
  return diagnose(fileDiagnostics.usedTwice, use.span, { path }, { related, fixes });
}
