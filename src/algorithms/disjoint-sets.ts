/** Sets of numbers that are joined one with another (Galler and Fisher 1964; paths are halved as they are walked). */
export class DisjointSets {
  /** How many there are. */
  count: number;
  readonly #parent: Uint32Array;

  constructor(count: number) {
    this.count = count;
    this.#parent = new Uint32Array(count);
    for (let member = 0; member < count; member++) this.#parent[member] = member;
  }

  /** The least member of a member's set. */
  find(member: number): number {
    const parent = this.#parent;
    let current = member;
    for (let above = parent[current] as number; above !== current; above = parent[current] as number) {
      parent[current] = parent[above] as number;
      current = parent[current] as number;
    }
    return current;
  }

  join(one: number, other: number): void {
    const first = this.find(one);
    const second = this.find(other);
    if (first === second) return;
    this.#parent[Math.max(first, second)] = Math.min(first, second);
    this.count--;
  }

  /** The sets numbered in the order of their least members, and how many members each has. */
  number(): { readonly setOf: Uint32Array; readonly sizes: readonly number[] } {
    const setOf = new Uint32Array(this.#parent.length);
    const sizes: number[] = [];
    for (let member = 0; member < setOf.length; member++) {
      const least = this.find(member);
      const set = least === member ? sizes.push(0) - 1 : (setOf[least] as number);
      setOf[member] = set;
      sizes[set] = (sizes[set] ?? 0) + 1;
    }
    return { setOf, sizes };
  }
}
