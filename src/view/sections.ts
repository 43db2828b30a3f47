/** What the details of several kinds of items have in common. */
import type { ViewData } from "../emit/view/view-data.ts";
import { button, make, table } from "./dom.ts";
import type { ItemName, Items } from "./items.ts";
import type { Store } from "./shown.ts";
import type { Ways } from "./ways.ts";

export interface Section {
  readonly key: string;
  readonly title: string;
  readonly content: readonly Node[];
  readonly isClosed?: boolean;
}

export interface Teller {
  readonly data: ViewData;
  readonly store: Store;
  readonly ways: Ways;
  readonly linksAt: (item: ItemName) => ReadonlySet<number>;
  /** A button that chooses an item. */
  readonly reference: (item: ItemName, key: string) => HTMLElement;
  readonly list: (key: string, title: string, items: readonly ItemName[]) => readonly Section[];
  readonly choose: (item: ItemName) => void;
}

/** Longer lists say how many more there are. */
const mostListed = 60;

export function makeTeller(
  given: Pick<Teller, "data" | "store" | "ways" | "linksAt" | "choose">,
  items: Items,
): Teller {
  const reference = (item: ItemName, key: string): HTMLElement =>
    button(items.get(item)?.title ?? item, () => given.choose(item), {
      class: "reference",
      "data-key": `${key} ${item}`,
    });
  const list: Teller["list"] = (key, title, names) => {
    if (names.length === 0) return [];
    const rows = names
      .slice(0, mostListed)
      .map((name) => make("li", {}, reference(name, key), ` ${items.get(name)?.about ?? ""}`));
    const rest = names.length - mostListed;
    const more = rest > 0 ? [make("li", { class: "quiet" }, `and ${rest} more`)] : [];
    return [{ key, title: `${title} (${names.length})`, content: [make("ul", { class: "list" }, ...rows, ...more)] }];
  };
  return { ...given, reference, list };
}

export function describeFacts(data: ViewData, index: number | undefined): readonly Section[] {
  const facts = index === undefined ? [] : (data.facts[index] ?? []);
  if (facts.length === 0) return [];
  const pairs = facts.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]);
  return [{ key: "facts", title: "What it is", content: [make("dl", {}, ...pairs)] }];
}

export function describeSpace(data: ViewData, view: number | null): readonly Section[] {
  const space = data.views[view ?? -1];
  if (space === undefined) return [];
  const rows = space.ranges.map(({ from, to, size, reaches, access }) => [
    make("code", {}, `${from} – ${to}`),
    size,
    reaches,
    access,
  ]);
  const shown = rows.slice(0, mostListed);
  const rest = rows.length - shown.length;
  const content = [
    make("p", { class: "quiet" }, `Seen through ${space.name}. What is not listed cannot be addressed.`),
    table(`Address space ${space.name}`, ["Addresses", "Size", "Reaches", "Access"], shown),
    ...(rest > 0 ? [make("p", { class: "quiet" }, `and ${rest} more`)] : []),
  ];
  return [{ key: "space", title: "Address space", content }];
}

/** `130 ns`; the argument is picoseconds. */
export function tellTime(picoseconds: number): string {
  return picoseconds < 1000 ? `${picoseconds} ps` : tellScaled(picoseconds / 1000, ["ns", "µs", "ms", "s"]);
}

function tellScaled(value: number, units: readonly string[]): string {
  const [unit = "", ...larger] = units;
  if (value >= 1000 && larger.length > 0) return tellScaled(value / 1000, larger);
  return `${Math.round(value * 100) / 100} ${unit}`;
}

export function tellRate(rate: number): string {
  return `${Math.round(rate).toLocaleString("en")}/s`;
}
