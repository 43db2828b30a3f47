/** Text → canonical text. */
import type { Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import { parse } from "./parse.ts";
import { type Element, readElements } from "./printer/elements.ts";
import { Printer } from "./printer/printer.ts";
import { sortUses } from "./printer/sort-uses.ts";
import { structureOf } from "./printer/structure.ts";
import { Comma } from "./tokens.ts";

/**
 * The canonical form of a text, or null when it has syntax errors. It parses to the same tree, keeps every comment at
 * its place, and is its own canonical form.
 */
export function format(source: SourceFile): Outcome<string | null> {
  const { product: file, diagnostics } = parse(source);
  if (diagnostics.some(({ severity }) => severity === "error")) return { product: null, diagnostics };
  const elements = readElements(source);
  const behindComma = startsBehindComma(elements);
  const structure = structureOf(file, (start) => behindComma.has(start));
  return { product: new Printer(sortUses(elements, file), structure).print(), diagnostics };
}

function startsBehindComma(elements: readonly Element[]): Set<number> {
  const tokens = elements.filter(({ type }) => type !== null);
  return new Set(tokens.filter((_, at) => tokens[at - 1]?.type === Comma).map(({ start }) => start));
}
