/** What differs between two plans, in the machine's terms. */
export type Change =
  | { readonly what: string; readonly name: string; readonly kind: "added" | "removed"; readonly facts: Facts }
  | { readonly what: string; readonly name: string; readonly kind: "changed"; readonly changes: readonly Alteration[] };

/** What is told of a thing, in words and with units, by name. */
export type Facts = Readonly<Record<string, string>>;

/** Null where nothing was, or is, said. */
export interface Alteration {
  readonly fact: string;
  readonly old: string | null;
  readonly new: string | null;
}

/** Things of one kind, by what both plans know them by. */
export interface Things {
  /** In the singular: `core`. */
  readonly what: string;
  readonly facts: ReadonlyMap<string, Facts>;
}

/** Those that only one of them has, and those of which something else is told; in the order of the old, then of the new. */
export function compareThings(old: Things, now: Things): readonly Change[] {
  const { what } = old;
  const gone = [...old.facts].flatMap(([name, facts]): readonly Change[] => {
    const other = now.facts.get(name);
    if (other === undefined) return [{ what, name, kind: "removed", facts }];
    const changes = compareFacts(facts, other);
    return changes.length === 0 ? [] : [{ what, name, kind: "changed", changes }];
  });
  const come = [...now.facts].filter(([name]) => !old.facts.has(name));
  return [...gone, ...come.map(([name, facts]): Change => ({ what, name, kind: "added", facts }))];
}

function compareFacts(old: Facts, now: Facts): readonly Alteration[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.flatMap((fact) => {
    const [before, after] = [old[fact] ?? null, now[fact] ?? null];
    return before === after ? [] : [{ fact, old: before, new: after }];
  });
}
