import type { DeclaredSymbol } from "./symbol.ts";

/** What it says of itself, its own text up to what stands in its braces, on one line. */
export function detailOf(symbol: DeclaredSymbol): string {
  const { source, start, end } = symbol.span;
  const text = source.text.slice(start, Math.min(end, start + 400));
  const head = /^[^{\n]*/.exec(text)?.[0] ?? "";
  return head
    .replace(/\s*\/\/.*$/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
