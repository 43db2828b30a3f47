/** What is wrong with a description, in the words of a bundler. */
import path from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderText } from "../diagnostics/render-text.ts";
import { hasErrors } from "../diagnostics/report.ts";
import { lineText, positionAt, type Span } from "../source/source-file.ts";
import type { LoadedDescription, Project } from "./project.ts";
import { locate } from "./reading.ts";

/** A place in a text, and what is said of it. */
export interface Remark {
  readonly headline: string;
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  readonly lineText: string;
  /** Of what it is about, in code units of that line. */
  readonly length: number;
}

/** Its headline is one sentence, with the code. */
export interface Fault extends Remark {
  readonly isError: boolean;
  /** With its place, the code frame and what else is to be said. */
  readonly text: string;
  /** The other parties. */
  readonly related: readonly Remark[];
  /** Ways out. */
  readonly help: readonly string[];
}

/** Everything that is to be said of a description; at least one error when it has no code. */
export function faultsOf(file: string, loaded: LoadedDescription, project: Project): readonly Fault[] {
  const faults = loaded.diagnostics.map((one) => faultOf(one, file, project));
  const hindrance = loaded.hindrance === null ? [] : [plainFault(false, loaded.hindrance, file)];
  if (loaded.code !== null || hasErrors(loaded.diagnostics)) return [...faults, ...hindrance];
  const shown = project.showPath(path.basename(file), file);
  const nothing = `${shown} declares no interface and no system: there is nothing in it to import`;
  return [...faults, plainFault(true, nothing, file)];
}

function faultOf(diagnostic: Diagnostic, root: string, project: Project): Fault {
  const { severity, code, message, span, related, fixes } = diagnostic;
  const showPath = (name: string) => project.showPath(name, root);
  return {
    isError: severity === "error",
    text: renderText([diagnostic], { colours: false, showPath }).trimEnd(),
    ...remarkAt(span, `${code}: ${message}`, root),
    related: related.map((other) => remarkAt(other.span, other.message, root)),
    help: fixes.map(({ title }) => title),
  };
}

function remarkAt({ source, start, end }: Span, headline: string, root: string): Remark {
  const { line, column } = positionAt(source, start);
  const text = lineText(source, line);
  const length = Math.max(1, Math.min(end - start, text.length - column + 1));
  return { headline, file: locate(source.path, path.dirname(root)), line, column, lineText: text, length };
}

function plainFault(isError: boolean, text: string, file: string): Fault {
  const place = { file, line: 1, column: 1, lineText: "", length: 1 };
  return { isError, text, headline: text, ...place, related: [], help: [] };
}
