/** Sorts the `use` lines that stand together, as long as no comment among them could lose its place. */
import type { File } from "../ast.ts";
import { Semicolon } from "../tokens.ts";
import type { Element } from "./elements.ts";

/** `use "…"` and where the next element stands. */
interface UseLine {
  readonly keyword: Element;
  readonly path: Element;
  readonly end: number;
}

/** The elements with each group of uses in code-unit order of the paths; a blank line or comment divides groups. */
export function sortUses(elements: readonly Element[], file: File): readonly Element[] {
  const starts = new Set(file.uses.map(({ span }) => span.start));
  const sorted: Element[] = [];
  for (let at = 0; at < elements.length; ) {
    const group = readGroup(elements, at, starts);
    const end = group.at(-1)?.end ?? at + 1;
    const isSortable = group.length > 1 && mayMove(elements, at, end);
    for (const element of isSortable ? sortGroup(group) : elements.slice(at, end)) sorted.push(element);
    at = end;
  }
  return sorted;
}

function readGroup(elements: readonly Element[], from: number, starts: ReadonlySet<number>): UseLine[] {
  const group: UseLine[] = [];
  for (let at = from; ; ) {
    const line = readLine(elements, at, starts);
    if (line === null || (at !== from && line.keyword.breaks > 1)) return group;
    group.push(line);
    at = line.end;
  }
}

function readLine(elements: readonly Element[], at: number, starts: ReadonlySet<number>): UseLine | null {
  const [keyword, path] = [elements[at], elements[at + 1]];
  if (keyword === undefined || path === undefined || !starts.has(keyword.start) || path.type === null) return null;
  let end = at + 2;
  while (elements[end]?.type === Semicolon) end++;
  return { keyword, path, end };
}

/** A comment right above the group or behind its last line may mean one of its lines. */
function mayMove(elements: readonly Element[], from: number, to: number): boolean {
  const isBelowComment = elements[from - 1]?.type === null && (elements[from]?.breaks ?? 0) < 2;
  const [next] = elements.slice(to, to + 1);
  return !isBelowComment && !(next?.type === null && next.breaks === 0);
}

function sortGroup(group: readonly UseLine[]): Element[] {
  const breaks = group[0]?.keyword.breaks ?? 0;
  const sorted = group.toSorted((a, b) => (a.path.text < b.path.text ? -1 : Number(a.path.text > b.path.text)));
  return sorted.flatMap(({ keyword, path }, at) => [{ ...keyword, breaks: at === 0 ? breaks : 1 }, path]);
}
