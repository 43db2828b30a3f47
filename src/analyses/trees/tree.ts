/** Trees over cores, along which a message reaches many of them, or answers of many are gathered. */

/** Cores by number; `children` in the order in which they are sent to. */
export interface Tree {
  readonly core: number;
  readonly children: readonly Tree[];
}

/** What messages cost, in picoseconds; cores by number. */
export interface TreeCosts {
  /** How long `from` is busy with sending one message to `to`, before it can send the next. */
  readonly send: (from: number, to: number) => number;
  /** From the end of the sending until it has arrived. */
  readonly transit: (from: number, to: number) => number;
}

/** When something happens at a core, in picoseconds since the root began. */
export interface Arrival {
  readonly core: number;
  /** Who it has the message from; null for the root. */
  readonly parent: number | null;
  /** 0 for the root. */
  readonly depth: number;
  readonly at: number;
}

/** When a message that the root has reaches every core, in the order of the tree from the root down. */
export function computeArrivals(tree: Tree, costs: TreeCosts): readonly Arrival[] {
  const arrivals: Arrival[] = [{ core: tree.core, parent: null, depth: 0, at: 0 }];
  const waiting = [{ tree, arrival: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { core, children } = next.tree;
    const { at: informed, depth } = arrivals[next.arrival] ?? { at: 0, depth: 0 };
    let free = informed;
    for (const child of children) {
      free += costs.send(core, child.core);
      const at = free + costs.transit(core, child.core);
      waiting.push({
        tree: child,
        arrival: arrivals.push({ core: child.core, parent: core, depth: depth + 1, at }) - 1,
      });
    }
  }
  return arrivals;
}

/** When the last core has the message. */
export function completionOf(tree: Tree, costs: TreeCosts): number {
  return computeArrivals(tree, costs).reduce((last, { at }) => Math.max(last, at), 0);
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

export function coresOf(tree: Tree): readonly number[] {
  return packTree(tree).cores;
}
