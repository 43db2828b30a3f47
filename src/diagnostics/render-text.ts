/** Diagnostics as a person reads them: the place, the line, the caret, the other party, the way out. */
import { positionAt, type Span } from "../source/source-file.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { type Colour, inColours, type Paint, withoutColours } from "./paint.ts";
import { type Frame, renderFrame } from "./render-frame.ts";
import { printable } from "./render-width.ts";

export interface TextOptions {
  readonly colours: boolean;
  /** How a file is named for this reader; by default as the compiler names it. */
  readonly showPath?: (path: string) => string;
}

type Format = Colour | readonly Colour[];

const severityFormat: Readonly<Record<Severity, Format>> = {
  error: ["bold", "red"],
  warning: ["bold", "yellow"],
  note: ["bold", "cyan"],
};

/** All diagnostics with their frames, blank lines between them; empty for none. Ends in a line break otherwise. */
export function renderText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  return diagnostics.map((diagnostic) => renderOne(diagnostic, options)).join("\n");
}

/** `2 errors, 1 warning`; null when there is nothing to count. */
export function renderCount(diagnostics: readonly Diagnostic[]): string | null {
  const counts = (["error", "warning", "note"] as const)
    .map((severity) => ({ severity, count: diagnostics.filter((each) => each.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`);
  return counts.length === 0 ? null : counts.join(", ");
}

function renderOne(diagnostic: Diagnostic, options: TextOptions): string {
  const { severity, code, message, fixes } = diagnostic;
  const place = ({ span }: { span: Span }) => shownPlace(span, options);
  return renderTold(
    {
      ...{ severity, code, message },
      place: place(diagnostic),
      frame: renderFrame(diagnostic.span, "^"),
      related: diagnostic.related.map((other) => ({
        ...{ place: place(other), message: other.message },
        frame: renderFrame(other.span, "-"),
      })),
      remarks: fixes.map(({ title }) => ({ label: "help", text: title })),
    },
    options.colours,
  );
}

/** What is said of one fault or change; without frames where no text is at hand. */
export interface Told {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** `file:line:column` as the reader knows it. */
  readonly place: string;
  readonly frame: Frame | null;
  readonly related: readonly { readonly place: string; readonly message: string; readonly frame: Frame | null }[];
  readonly remarks: readonly { readonly label: string; readonly text: string }[];
}

export function renderTold(told: Told, colours: boolean): string {
  const paint = colours ? inColours : withoutColours;
  const format = severityFormat[told.severity];
  const frames = [told, ...told.related].flatMap(({ frame }) => frame ?? []);
  const gutter = Math.max(1, ...frames.map((frame) => String(frame.lineNumber).length)) + 2;
  const lines = [
    `${paint("bold", told.place)}: ${paint(format, told.severity)} ${told.code}: ${paint("bold", printable(told.message))}`,
    ...frameLines(told.frame, gutter, format, paint),
    ...told.related.flatMap(({ place, message, frame }) => [
      `  ${paint("bold", place)}: ${paint("blue", "note")}: ${printable(message)}`,
      ...frameLines(frame, gutter, "blue", paint),
    ]),
    ...told.remarks.map(({ label, text }) => {
      return `${" ".repeat(gutter)} ${paint("dim", "=")} ${paint("green", label)}: ${printable(text)}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function shownPlace(span: Span, options: TextOptions): string {
  const { line, column } = positionAt(span.source, span.start);
  const path = options.showPath?.(span.source.path) ?? span.source.path;
  return printable(`${path}:${line}:${column}`);
}

function frameLines(frame: Frame | null, gutter: number, format: Format, paint: Paint): string[] {
  if (frame === null) return [];
  const bar = paint("dim", "|");
  const number = paint("dim", String(frame.lineNumber).padStart(gutter));
  const goesOn = frame.lastLine === null ? "" : paint("dim", ` … to line ${frame.lastLine}`);
  return [
    `${number} ${bar} ${frame.line}`.trimEnd(),
    `${" ".repeat(gutter)} ${bar} ${frame.indent}${paint(format, frame.mark)}${goesOn}`,
  ];
}
