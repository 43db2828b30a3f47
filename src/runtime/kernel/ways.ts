import { followEntries, type RouteEntries, type RouteTable } from "./route-table.ts";

const unasked = -2;

/**
 * The ways of messages as they are after what has been lost. The first core that is lost is gone round, where the tables
 * say how; after a second one the ways are those from before, because kernels need not have heard of both in one order.
 */
export class Ways {
  readonly #core: number;
  readonly #table: RouteTable;
  readonly #lost = new Set<number>();
  #latest = -1;
  #current: RouteEntries;
  /** The ways from before the latest loss, until everybody who used them has been told. */
  #before: RouteEntries | null = null;
  /** By source core, as far as anybody asked: the neighbour its frames come from; -1 where no way leads here. */
  readonly #arrivesFrom: Int32Array;

  constructor(core: number, table: RouteTable) {
    this.#core = core;
    this.#table = table;
    this.#current = table;
    this.#arrivesFrom = new Int32Array(table.cores).fill(unasked);
  }

  get cores(): number {
    return this.#table.cores;
  }

  nextHop(destination: number): number {
    return destination === this.#core ? this.#core : this.#current.nextHop(this.#core, destination);
  }

  virtualChannel(destination: number): number {
    return destination === this.#core ? 0 : this.#current.virtualChannel(this.#core, destination);
  }

  arrivesFrom(source: number): number | undefined {
    if (this.#arrivesFrom[source] === unasked) {
      this.#arrivesFrom[source] = arrivalOf(this.#current, source, this.#core);
    }
    return this.#arrivesFrom[source];
  }

  /** Whether ways lead otherwise from now on. Until {@link settle}, {@link lostOnWay} tells whose connections are cut. */
  lose(core: number): boolean {
    this.#lost.add(core);
    this.#latest = core;
    this.#before = this.#current;
    this.#current = this.#lost.size === 1 ? this.#table.without(core) : this.#table;
    if (this.#current === this.#before) return false;
    this.#arrivesFrom.fill(unasked);
    return true;
  }

  settle(): void {
    this.#before = null;
  }

  /** Whether no lost core is on the way to a core or back, as messages go now. */
  reaches(core: number): boolean {
    return this.#lost.size === 0 || this.#lostOn(this.#current, core) < 0;
  }

  /**
   * The first lost core on the way to a core or back from it; -1 when the way is whole. A way that a loss has changed was
   * not: what was under way on it may be gone.
   */
  lostOnWay(core: number): number {
    if (this.#lost.size === 0 || core === this.#core) return -1;
    const lost = this.#lostOn(this.#before ?? this.#current, core);
    if (lost >= 0 || this.#before === null || this.#before === this.#current) return lost;
    return this.#isSame(this.#core, core) && this.#isSame(core, this.#core) ? -1 : this.#latest;
  }

  /** Whether frames for `destination` come over that virtual channel from a neighbour, by these entries. */
  leadsHere(from: number, virtualChannel: number, destination: number, entries: RouteEntries = this.#current): boolean {
    return (
      virtualChannel === entries.virtualChannel(from, destination) && entries.nextHop(from, destination) === this.#core
    );
  }

  /** Whether a frame to be forwarded is on its way round a loss that its sender has heard of and this kernel has not. */
  isEarly(from: number, virtualChannel: number, destination: number): boolean {
    return this.#someAhead((entries) => this.leadsHere(from, virtualChannel, destination, entries));
  }

  /** The same of a frame for this core. */
  arrivesEarly(from: number, source: number): boolean {
    return this.#someAhead((entries) => arrivalOf(entries, source, this.#core) === from);
  }

  /** Whether a frame to be forwarded is on the way from before a loss: what sent it there has been told that it is gone. */
  isLate(from: number, virtualChannel: number, destination: number): boolean {
    return this.#lost.size > 0 && this.leadsHere(from, virtualChannel, destination, this.#table);
  }

  /** The same of a frame for this core. */
  arrivesLate(from: number, source: number): boolean {
    return this.#lost.size > 0 && arrivalOf(this.#table, source, this.#core) === from;
  }

  #someAhead(holds: (entries: RouteEntries) => boolean): boolean {
    if (this.#lost.size > 0) return false;
    return this.#table.prepared.some((lost) => holds(this.#table.without(lost)));
  }

  #lostOn(entries: RouteEntries, core: number): number {
    const there = followEntries(entries, this.#core, core) ?? [core];
    const back = followEntries(entries, core, this.#core) ?? [];
    return [core, ...there, ...back].find((on) => this.#lost.has(on)) ?? -1;
  }

  #isSame(from: number, to: number): boolean {
    const [before, now] = [this.#before ?? this.#current, this.#current].map((each) => followEntries(each, from, to));
    return before?.length === now?.length && before?.every((core, index) => core === now?.[index]) !== false;
  }
}

function arrivalOf(entries: RouteEntries, from: number, core: number): number {
  const path = from === core ? [] : followEntries(entries, from, core);
  return path === null ? -1 : (path.at(-2) ?? from);
}
