import { LSPErrorCodes, type PrepareRenameResult, ResponseError, type WorkspaceEdit } from "vscode-languageserver";
import { workspaceEdit } from "../edits.ts";
import type { Place } from "../place.ts";
import { toRange } from "../positions.ts";

/** What would be renamed, and how it is called now; null where nothing of one's own is named. */
export function prepareRename({ mention }: Place): PrepareRenameResult | null {
  if (mention === null || isStandard(mention.symbol.span.source.path)) return null;
  return { range: toRange(mention.span), placeholder: mention.symbol.name };
}

/** The new name wherever the old one stands. Rejects what is no name, and what is not one's own to rename. */
export function rename({ mention, judged, project }: Place, newName: string): WorkspaceEdit | null {
  if (mention === null) return null;
  if (isStandard(mention.symbol.span.source.path)) throw refuse("The standard parts are not yours to rename.");
  if (!/^[A-Za-z_]\w*$/.test(newName))
    throw refuse(`\`${newName}\` is not a name: letters, digits and _, no digit first.`);
  const mentions = judged.index.mentionsOf(mention.symbol);
  return workspaceEdit(
    mentions.map(({ span }) => ({ span, text: newName })),
    project,
  );
}

function isStandard(path: string): boolean {
  return path.startsWith("prelude/");
}

function refuse(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
