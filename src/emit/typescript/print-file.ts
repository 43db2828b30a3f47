/** A whole file of TypeScript as text. */
import { printStatements } from "./print-structures.ts";
import type { Statement } from "./structures.ts";

export interface PrintedFile {
  /** Comment lines in front of everything. */
  readonly header: readonly string[];
  readonly statements: readonly Statement[];
}

export function printFile({ header, statements }: PrintedFile): string {
  const text = printStatements(statements)
    .trim()
    .replace(/\n{3,}/g, "\n\n");
  return `${header.join("\n")}\n\n${text}\n`;
}
