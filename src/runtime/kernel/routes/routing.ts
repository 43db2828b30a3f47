import type { Neighbours } from "../../membership/evidence.ts";
import type { Hop, View } from "../../membership/view.ts";
import type { BootConfiguration } from "../boot-configuration.ts";
import { neighboursOf } from "../further-channels.ts";
import { followEntries, type RouteEntries, type RouteTable } from "./route-table.ts";
import { UpDown } from "./up-down.ts";

/** Hops that are lost together with a link. */
export interface LinkHops {
  readonly link: number;
  readonly hops: readonly Hop[];
}

/** What routing needs to know of a machine. */
export interface Roads {
  readonly configuration: BootConfiguration;
  readonly table: RouteTable;
  readonly neighbours: Neighbours;
  /** Pairs of neighbours with channels both ways. */
  readonly isTwoWay: (one: number, other: number) => boolean;
  readonly booting: ReadonlySet<number>;
  readonly links: readonly LinkHops[];
}

/** The cores after the first up to the last of a way. */
export interface Way {
  readonly cores: readonly number[];
  /** It is none of the tables' ways. */
  readonly isDetour: boolean;
}

/** What took a way: a core, or the hop between two that are left. */
export type Loss = { readonly core: number } | { readonly hop: Hop };

/**
 * Where messages go in one view. The tables know ways round the loss of any one core or link; who they do not lead to,
 * because more is lost, is reached by a detour. Which it is depends on the view alone, so that all kernels see it alike.
 */
export class Routing {
  readonly #roads: Roads;
  readonly #view: View;
  readonly #lost: ReadonlySet<number>;
  readonly #cuts: ReadonlySet<number>;
  /** What holds of the tables. */
  readonly tables: RouteEntries;
  #detours: UpDown | null = null;

  constructor(roads: Roads, view: View) {
    this.#roads = roads;
    this.#view = view;
    const { booting } = roads;
    this.#lost =
      view.members.size === booting.size ? none : new Set([...booting].filter((core) => !view.members.has(core)));
    this.#cuts = new Set(view.cuts.map(([one, other]) => keyOf(one, other)));
    this.tables = this.#choose();
  }

  /** Whether nothing is lost. */
  get isWhole(): boolean {
    return this.#lost.size === 0 && this.#cuts.size === 0;
  }

  /** The ways on the virtual channel that is theirs alone. */
  get detours(): UpDown {
    const { table, neighbours, isTwoWay } = this.#roads;
    this.#detours ??= new UpDown(
      neighbours.map((near, core) => near.filter((other) => isTwoWay(core, other) && !this.#isLost(core, other))),
      this.#view.members,
      table.virtualChannels,
    );
    return this.#detours;
  }

  /** Null where no way leads. */
  wayOf(from: number, to: number): Way | null {
    if (this.isWhole) return wayIn(this.tables, from, to, false);
    if (this.#lost.has(from) || this.#lost.has(to)) return null;
    const way = wayIn(this.tables, from, to, false);
    return way !== null && this.lossOn(from, way) === null ? way : wayIn(this.detours, from, to, true);
  }

  /** What is lost of a way; null when it is whole. */
  lossOn(from: number, { cores }: Way): Loss | null {
    if (this.isWhole) return null;
    let before = from;
    for (const core of cores) {
      if (this.#lost.has(core)) return { core };
      if (this.#cuts.has(keyOf(before, core))) return { hop: [Math.min(before, core), Math.max(before, core)] };
      before = core;
    }
    return null;
  }

  hasLost(core: number): boolean {
    return this.#lost.has(core);
  }

  #isLost(one: number, other: number): boolean {
    return this.#lost.has(one) || this.#lost.has(other) || this.#cuts.has(keyOf(one, other));
  }

  #choose(): RouteEntries {
    const { table, links } = this.#roads;
    const [first] = this.#lost;
    if (this.#lost.size === 1 && first !== undefined && this.#cuts.size === 0) return table.without(first);
    if (this.#lost.size > 0 || this.#cuts.size === 0) return table;
    const cut = links.find(({ hops }) => hops.length === this.#cuts.size && hops.every((hop) => this.#isCut(...hop)));
    return cut === undefined ? table : table.withoutLink(cut.link);
  }

  #isCut(one: number, other: number): boolean {
    return this.#cuts.has(keyOf(one, other));
  }
}

const none: ReadonlySet<number> = new Set();

function wayIn(entries: RouteEntries, from: number, to: number, isDetour: boolean): Way | null {
  const cores = from === to ? [] : followEntries(entries, from, to);
  return cores === null ? null : { cores, isDetour };
}

function keyOf(one: number, other: number): number {
  return one < other ? one * 0x10000 + other : other * 0x10000 + one;
}

export function isSameWay(one: Way | null, other: Way | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.isDetour === other.isDetour &&
    one.cores.length === other.cores.length &&
    one.cores.every((core, index) => core === other.cores[index])
  );
}

/** Of each table once: a simulation asks for every kernel. */
const known = new WeakMap<RouteTable, Roads>();

/** What a configuration and its tables say of the machine. */
export function roadsOf(configuration: BootConfiguration, table: RouteTable): Roads {
  const found = known.get(table);
  if (found !== undefined && found.configuration === configuration) return found;
  const directed = new Set(configuration.channels.map(({ from, to }) => from * 0x10000 + to));
  const roads = {
    ...{ configuration, table, neighbours: neighboursOf(configuration), links: configuration.links ?? [] },
    isTwoWay: (one: number, other: number) =>
      directed.has(one * 0x10000 + other) && directed.has(other * 0x10000 + one),
    booting: new Set(configuration.order),
  };
  known.set(table, roads);
  return roads;
}
