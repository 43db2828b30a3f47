/** Search: every word that was typed has to occur; the better an item fits, the earlier it comes. */
import type { Item } from "./items.ts";

const mostFound = 40;
const kindOrder = ["core", "program", "state", "part", "device", "bar", "link"] as const;

export interface FoundItems {
  readonly items: readonly Item[];
  /** All that fit, shown or not. */
  readonly count: number;
}

export function findItems(items: Iterable<Item>, text: string): FoundItems {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return { items: [], count: 0 };
  const found: { readonly item: Item; readonly score: number }[] = [];
  for (const item of items) {
    const score = scoreOf(item, words);
    if (score !== null) found.push({ item, score });
  }
  found.sort((one, other) => one.score - other.score || one.item.index - other.item.index);
  return { items: found.slice(0, mostFound).map(({ item }) => item), count: found.length };
}

/** The less the better; null where a word is missing. */
function scoreOf(item: Item, words: readonly string[]): number | null {
  const title = item.title.toLowerCase();
  const rest = `${item.role} ${item.about}`.toLowerCase();
  let score = kindOrder.indexOf(item.kind);
  for (const word of words) {
    if (title === word) score -= 100;
    else if (title.startsWith(word) || title.endsWith(word)) score += 10;
    else if (title.includes(word)) score += 20;
    else if (rest.includes(word)) score += 40;
    else return null;
  }
  return score + title.length / 100;
}
