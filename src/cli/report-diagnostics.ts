import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderJson } from "../diagnostics/render-json.ts";
import { renderCount, renderText } from "../diagnostics/render-text.ts";
import type { DescriptionFiles } from "./description-files.ts";
import { printJson } from "./print-json.ts";
import type { Terminal } from "./terminal.ts";

/** Diagnostics a person is shown; noise makes thousands and nobody reads on. */
const shownAtMost = 100;

/** Says the diagnostics, with a count when there are several. */
export function sayDiagnostics(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  showPath: (path: string) => string,
): void {
  if (diagnostics.length === 0) return;
  const options = { colours: terminal.colours.say, showPath };
  terminal.say(`${renderText(diagnostics.slice(0, shownAtMost), options)}\n`);
  const rest = diagnostics.length - shownAtMost;
  terminal.say(`${renderCount(diagnostics)}${rest > 0 ? `; the last ${rest} are not shown` : ""}\n`);
}

/** What a command answers when the description is wrong. */
export function reportWrong(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  files: Pick<DescriptionFiles, "showPath">,
  json: boolean,
): void {
  if (json) printJson(terminal, { ok: false, diagnostics: renderJson(diagnostics, files.showPath) });
  else sayDiagnostics(terminal, diagnostics, files.showPath);
}
