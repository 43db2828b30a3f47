import { type CodeAction, CodeActionKind, type Range } from "vscode-languageserver";
import type { Fix } from "../../diagnostics/diagnostic.ts";
import { workspaceEdit } from "../edits.ts";
import type { Place } from "../place.ts";
import { toOffset } from "../positions.ts";
import type { Project } from "../project.ts";
import { addPort } from "./add-port.ts";
import { createModule } from "./create-module.ts";

/** What mends the faults that a range touches. */
export function codeActions(place: Place, range: Range): CodeAction[] {
  const { judged, project, source } = place;
  const [start, end] = [toOffset(source, range.start), toOffset(source, range.end)];
  const touched = judged.diagnostics.filter(
    ({ span }) => span.source.path === source.path && span.start <= end && start <= span.end,
  );
  return touched.flatMap((diagnostic) => [
    ...diagnostic.fixes.map((fix, at) => actionOf(fix, at === 0, project)),
    ...createModule(diagnostic, place),
    ...addPort(diagnostic, place),
  ]);
}

function actionOf({ title, edits }: Fix, isPreferred: boolean, project: Project): CodeAction {
  return { title, kind: CodeActionKind.QuickFix, isPreferred, edit: workspaceEdit(edits, project) };
}
