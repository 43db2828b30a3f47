/** Costs of messages for tests: between cores that are all neighbours, and over networks with routes and shared links. */
import { fc } from "@fast-check/vitest";
import { costsOf, type MessageHop, type Tree, type TreeCosts } from "../../../src/analyses/trees/tree.ts";

type Pairwise = (from: number, to: number) => number;

/** All cores are neighbours, and no two share a link. */
export function direct(store: Pairwise, fetch: Pairwise): TreeCosts {
  return costsOf((from, to) =>
    from === to ? [] : [{ from, to, store: store(from, to), fetch: fetch(from, to), crosses: [], broadcast: null }],
  );
}

export const uniform = (store: number, fetch: number): TreeCosts =>
  direct(
    () => store,
    () => fetch,
  );

/** Costs by pair, from a table. */
export function tabled(store: readonly number[], fetch: readonly number[]): TreeCosts {
  const look = (table: readonly number[], from: number, to: number) => table[(from * 16 + to) % table.length] ?? 0;
  return direct(
    (from, to) => look(store, from, to),
    (from, to) => look(fetch, from, to),
  );
}

export interface Wire {
  readonly a: number;
  readonly b: number;
  readonly latency: number;
  readonly carrier: number;
  /** For how long a line takes the carrier. */
  readonly time: number;
  /** Whether one line of a core is for all that such wires lead to. */
  readonly broadcasts: boolean;
}

/** Cores 0 … count - 1 joined by wires, both ways; messages go the quickest way, over as few wires as that allows. */
export function networked(count: number, wires: readonly Wire[]): TreeCosts {
  const hops = new Map<string, MessageHop>();
  const add = (from: number, to: number, { latency, carrier, time, broadcasts }: Wire) => {
    const known = hops.get(`${from} ${to}`);
    if (known !== undefined && known.store <= latency) return;
    const broadcast = broadcasts ? "Bus" : null;
    hops.set(`${from} ${to}`, { from, to, store: latency, fetch: latency, crosses: [{ carrier, time }], broadcast });
  };
  for (const wire of wires) {
    add(wire.a, wire.b, { ...wire, carrier: 2 * wire.carrier });
    add(wire.b, wire.a, { ...wire, carrier: 2 * wire.carrier + 1 });
  }
  const weight = ({ store }: MessageHop) => store + 1e-6;
  const distance = Array.from({ length: count }, (_, from) =>
    Array.from({ length: count }, (_, to) => (from === to ? 0 : Number.POSITIVE_INFINITY)),
  );
  const set = (from: number, to: number, length: number) => {
    const row = distance[from];
    if (row !== undefined) row[to] = Math.min(row[to] ?? length, length);
  };
  const get: Pairwise = (from, to) => distance[from]?.[to] ?? Number.POSITIVE_INFINITY;
  for (const hop of hops.values()) set(hop.from, hop.to, weight(hop));
  for (let by = 0; by < count; by++) {
    for (let from = 0; from < count; from++)
      for (let to = 0; to < count; to++) set(from, to, get(from, by) + get(by, to));
  }
  const next = (from: number, to: number) =>
    [...hops.values()].find((hop) => hop.from === from && weight(hop) + get(hop.to, to) <= get(from, to) + 1e-9);
  return costsOf((from, to) => {
    const way: MessageHop[] = [];
    for (let here = from; here !== to; ) {
      const hop = next(here, to);
      if (hop === undefined) throw new Error(`no way from ${from} to ${to}`);
      way.push(hop);
      here = hop.to;
    }
    return way;
  });
}

/** Networks of up to so many cores, of which any two are joined somehow; some of the wires are one link with others. */
export function networks(most: number): fc.Arbitrary<{ readonly count: number; readonly costs: TreeCosts }> {
  const latency = fc.integer({ min: 1, max: 400 });
  const wire = { latency, carrier: fc.nat({ max: 5 }), time: fc.nat({ max: 300 }), broadcasts: fc.boolean() };
  const spine = fc.array(fc.record({ ...wire, pick: fc.nat() }), { minLength: 1, maxLength: most - 1 });
  const extra = fc.array(fc.record({ ...wire, a: fc.nat(), b: fc.nat() }), { maxLength: 2 * most });
  return fc.tuple(spine, extra).map(([grown, more]) => {
    const count = grown.length + 1;
    const wires = [
      ...grown.map(({ pick, ...rest }, index) => ({ ...rest, a: pick % (index + 1), b: index + 1 })),
      ...more.map(({ a, b, ...rest }) => ({ ...rest, a: a % count, b: b % count })).filter(({ a, b }) => a !== b),
    ];
    return { count, costs: networked(count, wires) };
  });
}

export const leaf = (core: number): Tree => ({ core, children: [] });

export function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** Every tree over the cores of a root, in every order of children. */
export function allTrees(root: number, cores: readonly number[]): readonly Tree[] {
  const found = new Map<string, Tree>();
  for (const order of permutations(cores)) {
    let trees: readonly Tree[] = [leaf(root)];
    for (const core of order) trees = trees.flatMap((tree) => attachAnywhere(tree, core));
    for (const tree of trees) found.set(JSON.stringify(tree), tree);
  }
  return [...found.values()];
}

function attachAnywhere(tree: Tree, core: number): readonly Tree[] {
  const here = Array.from({ length: tree.children.length + 1 }, (_, place) => ({
    core: tree.core,
    children: tree.children.toSpliced(place, 0, leaf(core)),
  }));
  const deeper = tree.children.flatMap((child, index) =>
    attachAnywhere(child, core).map((grown) => ({ core: tree.core, children: tree.children.with(index, grown) })),
  );
  return [...here, ...deeper];
}
