/** Which thing of the old version is which of the new one. */

export interface Pair<Item> {
  readonly old: Item;
  readonly new: Item;
}

export interface Pairing<Item> {
  readonly kept: readonly Pair<Item>[];
  readonly removed: readonly Item[];
  readonly added: readonly Item[];
}

interface Named {
  readonly name: string;
}

/** By name, in the old order. */
export function pairByName<Item extends Named>(old: readonly Item[], now: readonly Item[]): Pairing<Item> {
  const byName = new Map(now.map((item) => [item.name, item]));
  const kept = old.flatMap((item) => {
    const successor = byName.get(item.name);
    return successor === undefined ? [] : [{ old: item, new: successor }];
  });
  const names = new Set(old.map(({ name }) => name));
  return {
    kept,
    removed: old.filter(({ name }) => !byName.has(name)),
    added: now.filter(({ name }) => !names.has(name)),
  };
}

/** Those that are removed under one name and added under another, as far as `isSame` knows them again, each once. */
export function pairRenamed<Item>(
  { removed, added }: Pairing<Item>,
  isSame: (old: Item, now: Item) => boolean,
): readonly Pair<Item>[] {
  const free = new Set(added);
  return removed.flatMap((old) => {
    const now = [...free].find((candidate) => isSame(old, candidate));
    if (now === undefined) return [];
    free.delete(now);
    return [{ old, new: now }];
  });
}

/** The same pairing without what has found its pair. */
export function withoutPairs<Item>(pairing: Pairing<Item>, found: readonly Pair<Item>[]): Pairing<Item> {
  return {
    kept: pairing.kept,
    removed: pairing.removed.filter((item) => !found.some((pair) => pair.old === item)),
    added: pairing.added.filter((item) => !found.some((pair) => pair.new === item)),
  };
}
