/** Trees over cores, along which a message reaches many of them, or answers of many are gathered. */

/** Cores by number; `children` in the order in which they are sent to. */
export interface Tree {
  readonly core: number;
  readonly children: readonly Tree[];
}

/** A line that goes from one core to a neighbour. Times are picoseconds. */
export interface MessageHop {
  readonly from: number;
  readonly to: number;
  /** How long `from` is busy with storing it. */
  readonly store: number;
  /** How long `to` is busy with fetching it, where nothing is in its way. */
  readonly fetch: number;
  /** What it crosses, in order, each for as long as others cannot; carriers by number. */
  readonly crosses: readonly { readonly carrier: number; readonly time: number }[];
  /** The interconnect over which what `from` stores once reaches all its neighbours; null where each has a line of its own. */
  readonly broadcast: string | null;
}

/** What messages cost; cores by number. */
export interface TreeCosts {
  /** The way of a message, hop by hop; none from a core to itself. */
  readonly hops: (from: number, to: number) => readonly MessageHop[];
  /** Picoseconds that `from` is busy with sending one message to `to`, before it can send the next. */
  readonly send: (from: number, to: number) => number;
  /** Over what `from` reaches `to` with the same line as others; null where it does not, or others have to pass it on. */
  readonly broadcast: (from: number, to: number) => string | null;
  /** Picoseconds from the end of the sending until it has arrived, where nothing is in its way. */
  readonly transit: (from: number, to: number) => number;
}

/** The costs of ways, each looked up once. */
export function costsOf(hops: TreeCosts["hops"]): TreeCosts {
  const ways = new Map<number, Map<number, Way>>();
  const find = (from: number, to: number): Way => {
    const known = ways.get(from) ?? new Map<number, Way>();
    ways.set(from, known);
    const way = known.get(to) ?? measure(hops(from, to));
    known.set(to, way);
    return way;
  };
  return {
    hops: (from, to) => find(from, to).hops,
    send: (from, to) => find(from, to).send,
    broadcast: (from, to) => find(from, to).broadcast,
    transit: (from, to) => find(from, to).transit,
  };
}

interface Way {
  readonly hops: readonly MessageHop[];
  readonly send: number;
  readonly transit: number;
  readonly broadcast: string | null;
}

function measure(hops: readonly MessageHop[]): Way {
  const send = hops[0]?.store ?? 0;
  const transit = hops.reduce((sum, { store, fetch }) => sum + store + fetch, 0) - send;
  return { hops, send, transit, broadcast: hops.length === 1 ? (hops[0]?.broadcast ?? null) : null };
}

/** Receivers of one message of `from`, those together that one line is enough for, in the order of the first of each. */
export function shareLines<Receiver extends { readonly core: number }>(
  from: number,
  receivers: readonly Receiver[],
  { broadcast }: Pick<TreeCosts, "broadcast">,
): readonly (readonly [Receiver, ...Receiver[]])[] {
  const lines: [Receiver, ...Receiver[]][] = [];
  const shared = new Map<string, [Receiver, ...Receiver[]]>();
  for (const receiver of receivers) {
    const over = broadcast(from, receiver.core);
    const known = over === null ? undefined : shared.get(over);
    if (known !== undefined) {
      known.push(receiver);
      continue;
    }
    const line: [Receiver, ...Receiver[]] = [receiver];
    lines.push(line);
    if (over !== null) shared.set(over, line);
  }
  return lines;
}

/** From one core to another with nothing in the way, in picoseconds. */
export function timeBetween(from: number, to: number, { send, transit }: TreeCosts): number {
  return send(from, to) + transit(from, to);
}

/** Every core, each behind its parent and children in order: with the parents it says all there is to say of a tree. */
export interface PackedTree {
  readonly cores: readonly number[];
  /** By place in `cores`: the place of its parent; -1 for the root, which comes first. */
  readonly parents: readonly number[];
}

export function packTree(tree: Tree): PackedTree {
  const cores: number[] = [];
  const parents: number[] = [];
  const waiting = [{ tree, parent: -1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const place = cores.push(next.tree.core) - 1;
    parents.push(next.parent);
    for (const child of next.tree.children.toReversed()) waiting.push({ tree: child, parent: place });
  }
  return { cores, parents };
}

/** The tree of a packed one. */
export function unpackTree(cores: readonly number[], parents: readonly number[]): Tree {
  const children: Tree[][] = cores.map(() => []);
  const trees = cores.map((core, place): Tree => ({ core, children: children[place] ?? [] }));
  for (const [place, tree] of trees.entries()) children[parents[place] ?? -1]?.push(tree);
  return trees[0] ?? { core: -1, children: [] };
}

/** The tree and all branches in it, each before those below it. */
export function branchesIn(tree: Tree): readonly Tree[] {
  const branches: Tree[] = [];
  const waiting = [tree];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    branches.push(next);
    waiting.push(...next.children.toReversed());
  }
  return branches;
}

export function coresOf(tree: Tree): readonly number[] {
  return packTree(tree).cores;
}
