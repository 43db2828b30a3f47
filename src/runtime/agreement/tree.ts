import type { TreeShape } from "./protocol.ts";

/**
 * The plan's tree, begun at any replica and without those that are lost: who hung below a lost one hangs below the next
 * one above it; who is not in the plan's tree hangs below its top. All who have the same view make the same tree.
 */
export class Tree {
  readonly #neighbours = new Map<number, number[]>();
  readonly #parents = new Map<number, number>();

  constructor(shape: TreeShape, living: ReadonlySet<number>, root: number) {
    for (const core of shape.cores) if (living.has(core)) this.#neighbours.set(core, []);
    const others = [...living].filter((core) => !this.#neighbours.has(core));
    for (const core of others) this.#neighbours.set(core, []);
    this.#join({ cores: [...shape.cores, ...others], parents: shape.parents });
    this.#hang(root);
  }

  /** -1 for the root. */
  parentOf(core: number): number {
    return this.#parents.get(core) ?? -1;
  }

  /** In sending order. */
  childrenOf(core: number): readonly number[] {
    const parent = this.parentOf(core);
    return (this.#neighbours.get(core) ?? []).filter((neighbour) => neighbour !== parent);
  }

  #join({ cores, parents }: TreeShape): void {
    let top = -1;
    for (const [place, core] of cores.entries()) {
      if (!this.#neighbours.has(core)) continue;
      let above = parents[place] ?? -1;
      while (above >= 0 && !this.#neighbours.has(cores[above] ?? -1)) above = parents[above] ?? -1;
      const joined = above >= 0 ? (cores[above] ?? -1) : top;
      if (joined < 0) top = core;
      else {
        this.#neighbours.get(joined)?.push(core);
        this.#neighbours.get(core)?.push(joined);
      }
    }
  }

  #hang(root: number): void {
    const queue = [root];
    for (const core of queue) {
      for (const child of this.childrenOf(core)) {
        this.#parents.set(child, core);
        queue.push(child);
      }
    }
  }
}
