/** Sorts the `use` lines that stand together, as long as no comment among them could lose its place. */
import type { File } from "../ast.ts";
import type { Element } from "./elements.ts";

/** The elements with each group of uses in code-unit order of the paths; a blank line divides groups. */
export function sortUses(elements: readonly Element[], file: File): readonly Element[] {
  const starts = new Set(file.uses.map(({ span }) => span.start));
  const sorted = [...elements];
  for (let from = 0; from < elements.length; from++) {
    if (!starts.has(elements[from]?.start ?? -1)) continue;
    const to = groupEnd(elements, from, starts);
    if (mayMove(elements, from, to)) sorted.splice(from, to - from, ...sortGroup(elements.slice(from, to)));
    from = to - 1;
  }
  return sorted;
}

/** A group is `use "…"` over and over, with nothing between but `;` and comments, and no blank line. */
function groupEnd(elements: readonly Element[], from: number, starts: ReadonlySet<number>): number {
  let end = from + 1;
  for (let at = end; at < elements.length; at++) {
    const element = elements[at];
    if (element === undefined || element.breaks > 1) break;
    const isUse = starts.has(element.start) || element.text === ";" || element.text.startsWith('"');
    if (!isUse && element.type !== null) break;
    end = at + 1;
  }
  return end;
}

function mayMove(elements: readonly Element[], from: number, to: number): boolean {
  const touches = elements[from - 1]?.type === null && (elements[from]?.breaks ?? 0) < 2;
  return !touches && elements.slice(from, to).every(({ type }) => type !== null);
}

function sortGroup(group: readonly Element[]): Element[] {
  const breaks = group[0]?.breaks ?? 0;
  const lines = group.flatMap((element, at) => {
    const path = group[at + 1];
    return element.text === "use" && path !== undefined ? [[element, path] as const] : [];
  });
  const sorted = lines.toSorted(([, a], [, b]) => (a.text < b.text ? -1 : Number(a.text > b.text)));
  return sorted.flatMap(([use, path], at) => [{ ...use, breaks: at === 0 ? breaks : 1 }, path]);
}
