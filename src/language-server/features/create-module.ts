import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { environmentDiagnostics } from "../../diagnostics/catalogue/environment.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Program } from "../../model/deployment.ts";
import { resolveModule } from "../../plan/sections/system.ts";
import type { Place } from "../place.ts";
import { moduleText } from "./module-text.ts";

/** A module that is not there can be begun: a program that has everything its types ask for, and does nothing yet. */
export function createModule({ code, span }: Diagnostic, { judged, project }: Place): readonly CodeAction[] {
  if (code !== environmentDiagnostics.moduleNotThere.code) return [];
  for (const system of judged.description.systems) {
    const program = [...system.services, ...system.clients].find(({ moduleSpan }) => moduleSpan === span);
    if (program === undefined || !/\.m?[jt]s$/.test(program.module)) continue;
    const uri = pathToFileURL(fileOf(program, project)).href;
    if (existsSync(new URL(uri))) return [];
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const edits = [{ range, newText: moduleText(program, system) }];
    const documentChanges = [
      { kind: "create" as const, uri },
      { textDocument: { uri, version: null }, edits },
    ];
    return [{ title: `write ${program.module}`, kind: CodeActionKind.QuickFix, edit: { documentChanges } }];
  }
  return [];
}

function fileOf({ module, moduleSpan }: Program, project: Place["project"]): string {
  return project.moduleBehind(resolveModule(moduleSpan.source.path, module));
}
