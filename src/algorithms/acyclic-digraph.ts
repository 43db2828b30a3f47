/**
 * A growing directed graph that refuses every edge that would close a cycle. It keeps a topological order and mends
 * only the part of it that a new edge disturbs (Pearce and Kelly, "A dynamic topological sort algorithm for directed
 * acyclic graphs", ACM JEA 2006), so that thousands of trial insertions stay cheap.
 */
export class AcyclicDigraph {
  readonly #successors: Set<number>[];
  readonly #predecessors: Set<number>[];
  /** By node: its place in a topological order. */
  readonly #place: Int32Array;

  constructor(nodeCount: number) {
    this.#successors = Array.from({ length: nodeCount }, () => new Set());
    this.#predecessors = Array.from({ length: nodeCount }, () => new Set());
    this.#place = Int32Array.from({ length: nodeCount }, (_, node) => node);
  }

  /** Adds all the edges or, when that would close a cycle, none; says which. */
  tryAdd(edges: readonly (readonly [tail: number, head: number])[]): boolean {
    const added: (readonly [number, number])[] = [];
    for (const edge of edges) {
      const [tail, head] = edge;
      if (this.#of(this.#successors, tail).has(head)) continue;
      if (!this.#makeRoom(tail, head)) {
        for (const [from, to] of added) this.#remove(from, to);
        return false;
      }
      this.#of(this.#successors, tail).add(head);
      this.#of(this.#predecessors, head).add(tail);
      added.push(edge);
    }
    return true;
  }

  #remove(tail: number, head: number): void {
    this.#of(this.#successors, tail).delete(head);
    this.#of(this.#predecessors, head).delete(tail);
  }

  /** Reorders so that `tail` stands before `head`; false when a path from `head` to `tail` forbids it. */
  #makeRoom(tail: number, head: number): boolean {
    if (tail === head) return false;
    const lower = this.#placeOf(head);
    const upper = this.#placeOf(tail);
    if (upper < lower) return true;
    const after = this.#reach(head, this.#successors, (place) => place <= upper);
    if (after.has(tail)) return false;
    const before = this.#reach(tail, this.#predecessors, (place) => place >= lower);
    const moved = [...this.#inOrder(before), ...this.#inOrder(after)];
    const places = moved.map((node) => this.#placeOf(node)).sort((a, b) => a - b);
    moved.forEach((node, index) => {
      this.#place[node] = places[index] ?? 0;
    });
    return true;
  }

  /** The nodes that can be reached from `start` over nodes whose place is within bounds. */
  #reach(start: number, edges: readonly Set<number>[], within: (place: number) => boolean): Set<number> {
    const reached = new Set([start]);
    for (const node of reached) {
      for (const next of this.#of(edges, node)) if (within(this.#placeOf(next))) reached.add(next);
    }
    return reached;
  }

  #inOrder(nodes: Iterable<number>): number[] {
    return [...nodes].sort((a, b) => this.#placeOf(a) - this.#placeOf(b));
  }

  #placeOf(node: number): number {
    const place = this.#place[node];
    if (place === undefined) throw new RangeError(`There is no node ${node}.`);
    return place;
  }

  #of(sets: readonly Set<number>[], node: number): Set<number> {
    const set = sets[node];
    if (set === undefined) throw new RangeError(`There is no node ${node}.`);
    return set;
  }
}
