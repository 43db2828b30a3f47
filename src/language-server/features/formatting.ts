import type { TextEdit } from "vscode-languageserver";
import { format } from "../../syntax/format.ts";
import type { Subject } from "../place.ts";
import { toRange } from "../positions.ts";

/** The canonical text, with the line breaks that the file has; nothing while there are errors in the syntax. Lines that stay are not touched. */
export function formatting({ source }: Subject): TextEdit[] {
  const { product: canonical } = format(source);
  const text = canonical !== null && source.text.includes("\r\n") ? canonical.replaceAll("\n", "\r\n") : canonical;
  if (text === null || text === source.text) return [];
  const start = sharedStart(source.text, text);
  const end = sharedEnd(source.text, text, start);
  const range = toRange({ source, start, end: source.text.length - end });
  return [{ range, newText: text.slice(start, text.length - end) }];
}

/** Whole lines: an edit in the middle of a surrogate pair would be none. */
function sharedStart(before: string, after: string): number {
  let at = 0;
  while (at < before.length && at < after.length && before[at] === after[at]) at++;
  return before.lastIndexOf("\n", at - 1) + 1;
}

function sharedEnd(before: string, after: string, start: number): number {
  let count = 0;
  const most = Math.min(before.length, after.length) - start;
  while (count < most && before[before.length - 1 - count] === after[after.length - 1 - count]) count++;
  const newline = before.indexOf("\n", before.length - count);
  return newline === -1 ? 0 : before.length - newline - 1;
}
