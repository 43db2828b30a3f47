/** What all nodes of the syntax tree have in common. */
import type { Span } from "../../source/source-file.ts";

export interface Node {
  readonly span: Span;
}

export interface Name extends Node {
  readonly text: string;
}

/** The text of the `///` lines before a declaration, without the slashes, lines joined by `\n`. */
export type Documentation = string | null;

export interface StringLiteral extends Node {
  readonly value: string;
}

export interface DeclarationBase extends Node {
  readonly documentation: Documentation;
  readonly name: Name;
}
