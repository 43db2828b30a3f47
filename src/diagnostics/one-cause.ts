/** Many places that one fault made faulty: told at the first of them, with the count of the others. */
import type { Diagnostic, Fix, RelatedSpan } from "./diagnostic.ts";

/** As many places are shown, after those the fault has anyway. */
const shown = 3;

/** `others` in the order of the text. */
export function foldPlaces(first: Diagnostic, others: readonly Diagnostic[]): Diagnostic {
  if (others.length === 0) return first;
  const count = `${others.length} more ${others.length === 1 ? "place" : "places"}`;
  const also = others.map(({ span }): RelatedSpan => ({ span, message: "and here" }));
  const room = Math.max(0, shown - first.related.length);
  return {
    ...first,
    message: `${first.message} (and so in ${count})`,
    related: [...first.related, ...also.slice(0, room)],
    fixes: first.fixes.map((fix) => fixEverywhere(fix, others)),
  };
}

/** A fix of one place mends the others too, where they have the same. */
function fixEverywhere(fix: Fix, others: readonly Diagnostic[]): Fix {
  const same = others.flatMap(({ fixes }) => fixes.filter(({ title }) => title === fix.title));
  const edits = new Map<string, Fix["edits"][number]>();
  for (const edit of [fix, ...same].flatMap((each) => each.edits)) {
    const { source, start, end } = edit.span;
    edits.set(`${start} ${end} ${source.path}`, edit);
  }
  return { ...fix, edits: [...edits.values()] };
}
