/**
 * Where the names of a tree begin: a word that is a keyword elsewhere may be one. Whatever has a text and a span is a name,
 * or the word of an attribute.
 */
export function nameStartsIn(tree: object): ReadonlySet<number> {
  const starts = new Set<number>();
  const open: object[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ("text" in node && "span" in node && isSpan(node.span)) starts.add(node.span.start);
    for (const [key, child] of Object.entries(node)) {
      if (key !== "span" && typeof child === "object" && child !== null) open.push(child);
    }
  }
  return starts;
}

function isSpan(span: unknown): span is { readonly start: number } {
  return typeof span === "object" && span !== null && "start" in span && typeof span.start === "number";
}
