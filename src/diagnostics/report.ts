import type { Diagnostic } from "./diagnostic.ts";

/** Where a stage puts what it finds wrong. */
export type Report = (diagnostic: Diagnostic) => void;

/** Collects what is reported; the same fault at the same place counts once, however many instances show it. */
export interface Collector {
  readonly report: Report;
  /** Sorted by file, then place, then code: independent of the order of discovery. */
  readonly diagnostics: () => readonly Diagnostic[];
}

export function createCollector(): Collector {
  const found = new Map<string, Diagnostic>();
  const report = (diagnostic: Diagnostic) => {
    const { source, start, end } = diagnostic.span;
    const key = `${diagnostic.code} ${start} ${end} ${source.path}`;
    if (!found.has(key)) found.set(key, diagnostic);
  };
  return { report, diagnostics: () => sortDiagnostics([...found.values()]) };
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
