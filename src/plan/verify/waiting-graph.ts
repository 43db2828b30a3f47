/**
 * What waits for what: a node is a hop on a virtual channel, and an edge says that a message that holds room of the one
 * may wait for room of the other.
 */
export class WaitingGraph {
  readonly #virtualChannels: number;
  readonly #waitsFor: (number[] | undefined)[];
  readonly #hopCount: number;

  constructor(hopCount: number, virtualChannels: number) {
    this.#hopCount = hopCount;
    this.#virtualChannels = virtualChannels;
    this.#waitsFor = new Array(hopCount * virtualChannels);
  }

  /** Lists are short: a hop is followed by those that leave where it ends. */
  add(hop: number, virtualChannel: number, nextHop: number, nextVirtualChannel: number): void {
    const node = hop * this.#virtualChannels + virtualChannel;
    const next = nextHop * this.#virtualChannels + nextVirtualChannel;
    const known = this.#waitsFor[node];
    if (known === undefined) this.#waitsFor[node] = [next];
    else if (!known.includes(next)) known.push(next);
  }

  /** Hops each of which waits for the next and the last for the first, with their virtual channels; null when none do. */
  findCycle(): readonly { readonly hop: number; readonly virtualChannel: number }[] | null {
    const waiters = this.#countWaiters();
    const free = [...waiters.keys()].filter((node) => waiters[node] === 0);
    for (let node = free.pop(); node !== undefined; node = free.pop()) {
      waiters[node] = -1;
      for (const next of this.#waitsFor[node] ?? []) {
        const left = (waiters[next] ?? 0) - 1;
        waiters[next] = left;
        if (left === 0) free.push(next);
      }
    }
    const held = waiters.findIndex((count) => count > 0);
    return held === -1 ? null : this.#walkBackwards(waiters, held).map((node) => this.#describe(node));
  }

  /** By node: how many edges lead to it. */
  #countWaiters(): Int32Array {
    const waiters = new Int32Array(this.#hopCount * this.#virtualChannels);
    for (const list of this.#waitsFor) for (const next of list ?? []) waiters[next] = (waiters[next] ?? 0) + 1;
    return waiters;
  }

  /** Every node that is left is waited for by another that is left: going back from one to the next closes a cycle. */
  #walkBackwards(waiters: Int32Array, start: number): readonly number[] {
    const waiterOf = new Map<number, number>();
    this.#waitsFor.forEach((list, node) => {
      if ((waiters[node] ?? 0) <= 0) return;
      for (const next of list ?? []) if ((waiters[next] ?? 0) > 0) waiterOf.set(next, node);
    });
    const seen: number[] = [];
    let node: number | undefined = start;
    while (node !== undefined && !seen.includes(node)) {
      seen.push(node);
      node = waiterOf.get(node);
    }
    return seen.slice(seen.indexOf(node ?? start)).reverse();
  }

  #describe(node: number): { readonly hop: number; readonly virtualChannel: number } {
    const virtualChannel = node % this.#virtualChannels;
    return { hop: (node - virtualChannel) / this.#virtualChannels, virtualChannel };
  }
}
