import { branchesIn, shareLines, type Tree, type TreeCosts } from "./tree.ts";

/** One line of a core that several of those below it read. */
export interface Broadcast {
  readonly from: number;
  readonly to: readonly number[];
  /** The interconnect. */
  readonly over: string;
}

/** What goes to several at once when a message goes down a tree, from the root on. */
export function broadcastsIn(tree: Tree, costs: Pick<TreeCosts, "broadcast">): readonly Broadcast[] {
  return branchesIn(tree).flatMap(({ core: from, children }) =>
    shareLines(from, children, costs).flatMap(([first, ...others]) => {
      const over = others.length === 0 ? null : costs.broadcast(from, first.core);
      return over === null ? [] : [{ from, to: [first, ...others].map(({ core }) => core), over }];
    }),
  );
}
