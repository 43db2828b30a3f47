/** Diagnostics as a person reads them: the place, the line, the caret, the other party, the way out. */
import { styleText } from "node:util";
import { positionAt, type Span } from "../source/source-file.ts";
import type { Diagnostic, Fix, RelatedSpan, Severity } from "./diagnostic.ts";
import { type Frame, renderFrame } from "./render-frame.ts";
import { printable } from "./render-width.ts";

export interface TextOptions {
  readonly colours: boolean;
  /** How a file is named for this reader; by default as the compiler names it. */
  readonly showPath?: (path: string) => string;
}

type Format = Parameters<typeof styleText>[0];
type Paint = (format: Format, text: string) => string;

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
  const paint: Paint = options.colours ? styleNow : (_, text) => text;
  const place = (span: Span) => paint("bold", shownPlace(span, options));
  const head = `${place(diagnostic.span)}: ${paint(severityFormat[diagnostic.severity], diagnostic.severity)} ${diagnostic.code}: `;
  const frames = [diagnostic, ...diagnostic.related].map(({ span }, index) =>
    renderFrame(span, index === 0 ? "^" : "-"),
  );
  const gutter = Math.max(...frames.map((frame) => String(frame.lineNumber).length)) + 2;
  const lines = [head + paint("bold", printable(diagnostic.message))];
  frames.forEach((frame, index) => {
    const related = diagnostic.related[index - 1];
    if (related !== undefined) lines.push(relatedHead(related, place, paint));
    lines.push(...frameLines(frame, gutter, index === 0 ? severityFormat[diagnostic.severity] : "blue", paint));
  });
  lines.push(...diagnostic.fixes.map((fix) => fixLine(fix, gutter, paint)));
  return `${lines.join("\n")}\n`;
}

// The stream is the caller's to judge: colours were asked for.
function styleNow(format: Format, text: string): string {
  return styleText(format, text, { validateStream: false });
}

function relatedHead(related: RelatedSpan, place: (span: Span) => string, paint: Paint): string {
  return `  ${place(related.span)}: ${paint("blue", "note")}: ${printable(related.message)}`;
}

function shownPlace(span: Span, options: TextOptions): string {
  const { line, column } = positionAt(span.source, span.start);
  const path = options.showPath?.(span.source.path) ?? span.source.path;
  return printable(`${path}:${line}:${column}`);
}

function frameLines(frame: Frame, gutter: number, format: Format, paint: Paint): string[] {
  const bar = paint("dim", "|");
  const number = paint("dim", String(frame.lineNumber).padStart(gutter));
  const goesOn = frame.lastLine === null ? "" : paint("dim", ` … to line ${frame.lastLine}`);
  return [
    `${number} ${bar} ${frame.line}`.trimEnd(),
    `${" ".repeat(gutter)} ${bar} ${frame.indent}${paint(format, frame.mark)}${goesOn}`,
  ];
}

function fixLine(fix: Fix, gutter: number, paint: Paint): string {
  return `${" ".repeat(gutter)} ${paint("dim", "=")} ${paint("green", "help")}: ${printable(fix.title)}`;
}
