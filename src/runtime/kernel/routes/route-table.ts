import type { LineChanges, LineFailovers } from "./line-failover.ts";
import type { PlaceEntries } from "./place-entries.ts";
import { type Change, type Dimension, type Failovers, nowhere, readRouteTable } from "./route-table-bytes.ts";

/** Where messages go, from core to core. */
export interface RouteEntries {
  readonly cores: number;
  /** The core after `from` on the way to `destination`, or -1 where no way leads. */
  nextHop(from: number, destination: number): number;
  /** The virtual channel of the hop there. */
  virtualChannel(from: number, destination: number): number;
}

/** The routes of a machine, and what they are after a loss. A route puts one coordinate right after the other. */
export class RouteTable implements RouteEntries {
  readonly cores: number;
  readonly virtualChannels: number;
  readonly #dimensions: readonly Dimension[];
  /** By point of the grid; -1 where there is none. */
  readonly #coreAt: Int32Array;
  readonly #points: Uint32Array;
  readonly #failovers: Failovers;
  readonly #lines: LineFailovers | null;
  /** The virtual channel of steps to the side; -1 when there are none. */
  readonly #sidestep: number;
  /** Of a table that goes by place; null for all others, and then it has no dimensions. */
  readonly #byPlace: PlaceEntries | null;

  /** Throws for bytes that are no routing table. */
  constructor(bytes: Uint8Array) {
    const { cores, virtualChannels, dimensions, byPlace, failovers, lines, sidestep } = readRouteTable(bytes);
    this.cores = cores;
    this.virtualChannels = virtualChannels;
    this.#dimensions = dimensions;
    this.#byPlace = byPlace;
    this.#failovers = failovers;
    this.#lines = lines;
    this.#sidestep = sidestep;
    this.#points = locate(dimensions, cores);
    this.#coreAt = new Int32Array(this.#points.reduce((most, point) => Math.max(most, point + 1), 0)).fill(-1);
    this.#points.forEach((point, core) => {
      this.#coreAt[point] = core;
    });
  }

  virtualChannel(from: number, destination: number): number {
    if (this.#byPlace !== null) return this.#byPlace.virtualChannel(from, destination);
    const dimension = this.#firstDifference(from, destination);
    return dimension?.virtualChannel[entryOf(dimension, from, destination)] ?? 0;
  }

  nextHop(from: number, destination: number): number {
    if (this.#byPlace !== null) return this.#byPlace.nextHop(from, destination);
    if (from >= this.cores || destination >= this.cores) return -1;
    const dimension = this.#firstDifference(from, destination);
    if (dimension === undefined) return from;
    return this.#moved(from, dimension, dimension.nextHop[entryOf(dimension, from, destination)] ?? nowhere);
  }

  /** The cores for whose loss entries of their own were worked out. */
  get prepared(): readonly number[] {
    return [...this.#failovers.cores.keys()];
  }

  /** The entries that hold once a core is lost; this table where nothing was worked out for that. */
  without(lost: number): RouteEntries {
    const changes = this.#failovers.cores.get(lost);
    if (changes !== undefined) return this.#changed(changes);
    const lines = this.#lines;
    if (lines === null || this.#sidestep === -1 || lost >= this.cores) return this;
    return this.#alongLines((dimension, core) => {
      if (!this.#isBeside(dimension, core, lost)) return null;
      return (
        lines.ofCoordinates[this.#dimensions.indexOf(dimension)]?.get(dimension.coordinate[lost] as number) ?? null
      );
    }, lost);
  }

  /** The entries that hold once a link is lost, by its number; this table where nothing was worked out for that. */
  withoutLink(link: number): RouteEntries {
    const changes = this.#failovers.links.get(link);
    if (changes !== undefined) return this.#changed(changes);
    const broken = this.#lines?.ofLinks.get(link);
    if (broken === undefined) return this;
    return this.#alongLines((dimension, core) => {
      const index = this.#dimensions.indexOf(dimension);
      const line = broken.find((each) => each.dimension === index && this.#isBeside(dimension, core, each.core));
      return line?.changes ?? null;
    }, -1);
  }

  /** The cores after `from` up to and with `destination`; null where the table leads nowhere. */
  path(from: number, destination: number): readonly number[] | null {
    return followEntries(this, from, destination);
  }

  #firstDifference(from: number, destination: number, start = 0): Dimension | undefined {
    for (let index = start; index < this.#dimensions.length; index++) {
      const dimension = this.#dimensions[index] as Dimension;
      if (dimension.coordinate[from] !== dimension.coordinate[destination]) return dimension;
    }
    return undefined;
  }

  /** Whether two cores lie on one line along a dimension. */
  #isBeside(dimension: Dimension, core: number, other: number): boolean {
    return this.#dimensions.every((each) => each === dimension || each.coordinate[core] === each.coordinate[other]);
  }

  #moved(core: number, { coordinate, stride }: Dimension, next: number): number {
    if (next === nowhere) return -1;
    return this.#coreAt[(this.#points[core] as number) + (next - (coordinate[core] as number)) * stride] ?? -1;
  }

  #changed(changes: ReadonlyMap<number, Change>): RouteEntries {
    const { cores } = this;
    return {
      cores,
      nextHop: (from, to) => changes.get(from * cores + to)?.nextHop ?? this.nextHop(from, to),
      virtualChannel: (from, to) => changes.get(from * cores + to)?.virtualChannel ?? this.virtualChannel(from, to),
    };
  }

  /**
   * Along lines that have lost something other entries hold. Where a route would turn at the lost core, it first takes a
   * step along a later dimension.
   */
  #alongLines(changesOf: (dimension: Dimension, core: number) => LineChanges | null, lost: number): RouteEntries {
    const choose = (from: number, to: number): Change => {
      const dimension = this.#firstDifference(from, to);
      const changes = dimension === undefined ? null : changesOf(dimension, from);
      if (dimension === undefined || changes === null || from === lost || to === lost) {
        return { nextHop: this.nextHop(from, to), virtualChannel: this.virtualChannel(from, to) };
      }
      if (lost !== -1 && dimension.coordinate[to] === dimension.coordinate[lost])
        return this.#stepAside(from, to, dimension);
      const change = changes.get(entryOf(dimension, from, to));
      if (change === undefined)
        return { nextHop: this.nextHop(from, to), virtualChannel: this.virtualChannel(from, to) };
      return { nextHop: this.#moved(from, dimension, change.nextHop), virtualChannel: change.virtualChannel };
    };
    return {
      cores: this.cores,
      nextHop: (from, to) => choose(from, to).nextHop,
      virtualChannel: (from, to) => choose(from, to).virtualChannel,
    };
  }

  #stepAside(from: number, to: number, dimension: Dimension): Change {
    const aside = this.#firstDifference(from, to, this.#dimensions.indexOf(dimension) + 1);
    if (aside === undefined) return { nextHop: -1, virtualChannel: 0 };
    const next = aside.nextHop[entryOf(aside, from, to)] ?? nowhere;
    return { nextHop: this.#moved(from, aside, next), virtualChannel: this.#sidestep };
  }
}

/** The cores after `from` up to and with `destination`; null where the entries lead nowhere. */
export function followEntries(entries: RouteEntries, from: number, destination: number): readonly number[] | null {
  const cores: number[] = [];
  for (let at = from; at !== destination; ) {
    const next = entries.nextHop(at, destination);
    if (next < 0 || next >= entries.cores || next === at || cores.length >= entries.cores) return null;
    cores.push(next);
    at = next;
  }
  return cores;
}

function entryOf({ size, coordinate }: Dimension, from: number, destination: number): number {
  return (coordinate[from] as number) * size + (coordinate[destination] as number);
}

function locate(dimensions: readonly Dimension[], cores: number): Uint32Array {
  return Uint32Array.from({ length: cores }, (_, core) =>
    dimensions.reduce((point, { coordinate, stride }) => point + (coordinate[core] as number) * stride, 0),
  );
}
