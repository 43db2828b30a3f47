/** The `///` text of a declaration, lines joined by `\n`. */
export type Documentation = string | null;
