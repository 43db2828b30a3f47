import { placeOf, type SourceFile } from "../source/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { invariant } from "./invariant.ts";
import { foldPlaces } from "./one-cause.ts";

/**
 * Where a stage puts what it finds wrong. Diagnostics of one code with the same `cause` are one fault, seen in several
 * places: a name that is missing, and every mention of it.
 */
export type Report = (diagnostic: Diagnostic, cause?: string) => void;

/** Collects what is reported; the same fault at the same place counts once, however many instances show it. */
export interface Collector {
  readonly report: Report;
  /** Sorted by file, then place, then code: independent of the order of discovery. */
  readonly diagnostics: () => readonly Diagnostic[];
  /** Every file in which something was reported, folded or not. */
  readonly faulty: () => ReadonlySet<SourceFile>;
}

export function createCollector(): Collector {
  const found = new Map<string, Found>();
  const report: Report = (diagnostic, cause) => {
    const { source, start, end } = diagnostic.span;
    const key = `${diagnostic.code} ${start} ${end} ${source.path}`;
    const causeKey = cause === undefined ? key : `${diagnostic.code} because of ${cause}`;
    if (!found.has(key)) found.set(key, { diagnostic, cause: causeKey });
  };
  return {
    report,
    diagnostics: () => sortDiagnostics(byCause([...found.values()]).map(foldCause)),
    faulty: () => new Set([...found.values()].map(({ diagnostic }) => diagnostic.span.source)),
  };
}

interface Found {
  readonly diagnostic: Diagnostic;
  readonly cause: string;
}

function byCause(found: readonly Found[]): readonly (readonly Diagnostic[])[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const { diagnostic, cause } of found) {
    const group = groups.get(cause);
    if (group === undefined) groups.set(cause, [diagnostic]);
    else group.push(diagnostic);
  }
  return [...groups.values()];
}

/** A fault belongs to the file it was found in first: that of a machine to the machine, before the systems on it. */
function foldCause(places: readonly Diagnostic[]): Diagnostic {
  const [found] = places;
  invariant(found !== undefined, "a fault has a place");
  const sorted = sortDiagnostics(places);
  const first = sorted.find(({ span }) => span.source === found.span.source) ?? found;
  return foldPlaces(
    first,
    sorted.filter((place) => place !== first),
  );
}

export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.span.source.path, b.span.source.path) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

/** By code unit: the same in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** For a report of what was built: its place as in the plan, by the description's folder, wherever one builds from. */
export function withPlace({ severity, code, message, span }: Diagnostic) {
  return { severity, code, message, place: placeOf(span) };
}
