import type { Neighbours } from "../../membership/evidence.ts";
import type { RouteEntries } from "./route-table.ts";

const nowhere = -1;

/**
 * Ways through whatever is left of a machine: up*–down* routing, as in Schroeder et al., "Autonet: a high-speed,
 * self-configuring local area network using point-to-point links" (IEEE JSAC 1991), section 4.2. The cores that are left
 * are ordered by how far they are from the first of them; a way first goes up in this order and then only down, so what
 * waits for what on the one virtual channel of these ways has an order too, and nothing waits in a circle. Once a way can
 * go down to its end it does, and so it needs to remember nothing.
 *
 * Ways to a core are worked out when they are first asked for, in time proportional to the hops.
 */
export class UpDown implements RouteEntries {
  readonly cores: number;
  readonly #neighbours: Neighbours;
  readonly #channel: number;
  /** By core: its place in the order; -1 for those that are not joined to the first. */
  readonly #place: Int32Array;
  readonly #order: readonly number[];
  readonly #ways = new Map<number, Int32Array>();

  /** `neighbours`: those that are left, both ways, and joined by what is left. */
  constructor(neighbours: Neighbours, members: Iterable<number>, virtualChannel: number) {
    this.cores = neighbours.length;
    this.#neighbours = neighbours;
    this.#channel = virtualChannel;
    this.#order = orderFrom(neighbours, Math.min(...members));
    this.#place = new Int32Array(this.cores).fill(nowhere);
    for (const [place, core] of this.#order.entries()) this.#place[core] = place;
  }

  nextHop(from: number, destination: number): number {
    if (from === destination) return from;
    if ((this.#place[from] ?? nowhere) === nowhere || (this.#place[destination] ?? nowhere) === nowhere) return nowhere;
    return this.#waysTo(destination)[from] as number;
  }

  virtualChannel(): number {
    return this.#channel;
  }

  /** By core: the next one on its way. */
  #waysTo(destination: number): Int32Array {
    const known = this.#ways.get(destination);
    if (known !== undefined) return known;
    const ways = new Int32Array(this.cores).fill(nowhere);
    const hops = new Int32Array(this.cores).fill(nowhere);
    hops[destination] = 0;
    this.#goDown(destination, ways, hops);
    for (const core of this.#order) if (hops[core] === nowhere) this.#goUp(core, ways, hops);
    this.#ways.set(destination, ways);
    return ways;
  }

  /** Those that reach it by going down only, by the fewest hops. */
  #goDown(destination: number, ways: Int32Array, hops: Int32Array): void {
    const queue = [destination];
    for (const core of queue) {
      for (const above of this.#neighbours[core] ?? []) {
        if (hops[above] !== nowhere || !this.#isAbove(above, core)) continue;
        hops[above] = (hops[core] as number) + 1;
        ways[above] = core;
        queue.push(above);
      }
    }
  }

  /** All that are above it have their ways. */
  #goUp(core: number, ways: Int32Array, hops: Int32Array): void {
    for (const above of this.#neighbours[core] ?? []) {
      const beyond = hops[above] as number;
      if (!this.#isAbove(above, core) || beyond === nowhere) continue;
      if (hops[core] !== nowhere && beyond + 1 >= (hops[core] as number)) continue;
      hops[core] = beyond + 1;
      ways[core] = above;
    }
  }

  #isAbove(one: number, other: number): boolean {
    const place = this.#place[one] as number;
    return place !== nowhere && place < (this.#place[other] as number);
  }
}

/** Breadth first: who is nearer comes first. */
function orderFrom(neighbours: Neighbours, root: number): readonly number[] {
  if (!Number.isFinite(root)) return [];
  const order = [root];
  const seen = new Set(order);
  for (const core of order) {
    for (const near of neighbours[core] ?? []) {
      if (seen.has(near)) continue;
      seen.add(near);
      order.push(near);
    }
  }
  return order;
}
