/** A whole file of TypeScript as text. */
import { printStatements } from "./print-structures.ts";
import type { Statement } from "./structures.ts";

export interface PrintedFile {
  /** Comment lines in front of everything. */
  readonly header: readonly string[];
  readonly statements: readonly Statement[];
}

export function printFile({ header, statements }: PrintedFile): string {
  return `${header.join("\n")}\n\n${tidy(printStatements(statements).trim())}\n`;
}

/** No spaces at the end of a line, no run of empty lines, and nothing between empty braces. */
function tidy(text: string): string {
  return text
    .replace(/ +$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/ \{\n\}$/gm, " {}");
}
