import { type Hover, MarkupKind } from "vscode-languageserver";
import { attributeAt } from "../attribute-at.ts";
import { factsOf } from "../facts/facts.ts";
import type { Place } from "../place.ts";
import { toRange } from "../positions.ts";
import { quantityAt } from "../quantity-at.ts";
import { detailOf } from "../symbols/detail.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";

/** What is named here: its declaration, its documentation, and what the compiler has worked out about it. */
export function hover(place: Place): Hover | null {
  const { mention } = place;
  if (mention !== null) return shown(describe(mention.symbol, place), toRange(mention.span));
  const quantity = quantityAt(place);
  if (quantity !== null) return shown(quantity.text, toRange(quantity.span));
  const attribute = attributeAt(place);
  return attribute === null ? null : shown(attribute.text, toRange(attribute.span));
}

function shown(value: string, range: Hover["range"]): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, ...(range === undefined ? {} : { range }) };
}

function describe(symbol: DeclaredSymbol, place: Place): string {
  const heading = `\`\`\`skerry\n${withOwner(symbol)}\n\`\`\``;
  const facts = factsOf(symbol, place).map((fact) => `- ${fact}`);
  return [heading, symbol.documentation, facts.join("\n")].filter((part) => part !== null && part !== "").join("\n\n");
}

/** `call read(…)` says little without the interface that it belongs to. */
function withOwner(symbol: DeclaredSymbol): string {
  const owner = symbol.container === null ? "" : `${detailOf(symbol.container)} { … }\n`;
  return `${owner}${detailOf(symbol)}`;
}
