import type { TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { Span } from "../source/source-file.ts";
import { toRange } from "./positions.ts";
import type { Project } from "./project.ts";

/** Changes of texts as the protocol has them: by file. */
export function workspaceEdit(
  edits: readonly { readonly span: Span; readonly text: string }[],
  project: Project,
): WorkspaceEdit {
  const changes = new Map<string, TextEdit[]>();
  for (const { span, text } of edits) {
    const uri = project.uriOf(span.source.path);
    const known = changes.get(uri) ?? [];
    changes.set(uri, known);
    known.push({ range: toRange(span), newText: text });
  }
  return { changes: Object.fromEntries(changes) };
}
