/** What is wrong with a description, in the words of a bundler. */
import path from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderText } from "../diagnostics/render-text.ts";
import { hasErrors } from "../diagnostics/report.ts";
import { lineText, positionAt } from "../source/source-file.ts";
import type { LoadedDescription, Project } from "./project.ts";
import { locate } from "./reading.ts";

export interface Fault {
  readonly isError: boolean;
  /** With its place, the code frame and what else is to be said. */
  readonly text: string;
  /** One sentence, with the code. */
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
  const { severity, code, message, span } = diagnostic;
  const { line, column } = positionAt(span.source, span.start);
  const text = lineText(span.source, line);
  const showPath = (name: string) => project.showPath(name, root);
  return {
    isError: severity === "error",
    text: renderText([diagnostic], { colours: false, showPath }).trimEnd(),
    headline: `${code}: ${message}`,
    file: locate(span.source.path, path.dirname(root)),
    ...{ line, column, lineText: text },
    length: Math.max(1, Math.min(span.end - span.start, text.length - column + 1)),
  };
}

function plainFault(isError: boolean, text: string, file: string): Fault {
  return { isError, text, headline: text, file, line: 1, column: 1, lineText: "", length: 1 };
}
