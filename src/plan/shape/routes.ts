/** Who is whose neighbour, and which way messages go. */

/** Which kernels are neighbours: one directed hop for every ordered pair that can exchange a cache line directly. */
export interface Fabric {
  readonly hops: readonly Hop[];
}

export interface Hop {
  /** Cores. */
  readonly from: number;
  readonly to: number;
  /** What carries it; the first of the links where switches without cores lie between. */
  readonly via: { readonly link: number } | { readonly coherence: number };
  /** To move one line from `from` to `to`, all parts composed. */
  readonly latency: number;
  /** Composed from the parts; else as measured; else nominal, at 100 ns for every part that states none. */
  readonly basis: "composed" | "measured" | "nominal";
  readonly bandwidth: number | null;
  /** Where a link on the way may lose what it carries. */
  readonly reliable?: false;
  /** Where a link on the way may reorder what it carries. */
  readonly ordered?: false;
}

/**
 * Minimal-latency routes. A core has a coordinate in each dimension, and a route puts one coordinate right after the other:
 * in the first dimension in which `from` and `to` differ, the table says which coordinate comes next and on which virtual
 * channel; the next core is the one that has all other coordinates of `from`. A machine that is no grid, or a small one,
 * has one dimension, in which a core's number is its coordinate.
 *
 * A large machine that is no grid has `places`, and one table with a row for each core and a column for each place, then
 * one for each position in a place: cores of one place go by the position, all others by the place, along the quickest
 * way to any core of it, and on from there within it. The next hops are cores then.
 *
 * No route of one dimension waits for one of an earlier dimension, and in each dimension the channel dependency graph is
 * free of cycles, hence no deadlock (Dally and Seitz, "Deadlock-free message routing in multiprocessor interconnection
 * networks", IEEE ToC 1987, theorem 1).
 */
export interface Routes {
  readonly virtualChannels: number;
  readonly dimensions: readonly RouteTable[];
  /** By dimension, by core; -1 for cores that are offline. Null when there is one dimension. */
  readonly coordinates: readonly (readonly number[])[] | null;
  /** By core: the place it lies in, and which of the cores there it is; -1 where nothing joins it to any other. */
  readonly places?: RoutePlaces;
  /**
   * What to do without one link or core, for every one whose loss changes a route. Empty for machines with more than one
   * dimension; there `lines` and `sidestep` say it.
   */
  readonly failover: readonly Failover[];
  readonly lines: readonly LineFailover[];
  /**
   * The virtual channel of steps to the side. A core in whose dimension the lost core is next to be reached, but not the
   * end of the way, sends along the first later dimension in which it differs from the destination, on this virtual
   * channel. Null where there are none.
   */
  readonly sidestep: number | null;
  /** Losses that nothing is worked out for beforehand: a line would fall apart, or there are too many entries. */
  readonly unprepared: readonly ("cores" | "links")[];
}

export interface RoutePlaces {
  readonly of: readonly number[];
  readonly position: readonly number[];
}

/** By coordinate, `[from][to]`; where there are places, by core and column. */
export interface RouteTable {
  /** The next coordinate; `from` itself on the diagonal; -1 when either is offline. */
  readonly nextHop: readonly (readonly number[])[];
  /** The virtual channel of the hop to it; 0 on the diagonal and when either is offline. */
  readonly virtualChannel: readonly (readonly number[])[];
  /** Picoseconds along the whole way; -1 when either is offline. */
  readonly latency: readonly (readonly number[])[];
}

/**
 * The entries that change when a link, or a core with all its hops, is lost: at core `from[i]` messages for core `to[i]`
 * take the hop to `nextHop[i]` on `virtualChannel[i]`; -1 when nothing leads there any more. Together with the entries
 * before the loss, and with those of any other loss, they are free of deadlock: kernels need not change at once.
 */
export interface Failover {
  readonly lost: { readonly link: number } | { readonly core: number };
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly nextHop: readonly number[];
  readonly virtualChannel: readonly number[];
}

/**
 * The entries that change, by coordinate, along every line of a dimension that loses the same. A line of a dimension are
 * the cores that differ in no other. With a core the line through it in each dimension loses its coordinate; with a link
 * each line that it carries hops of loses those. Every such loss is listed, also where no entry changes. Together with the
 * entries before the loss they are free of deadlock, and so are those for links with each other.
 */
export interface LineFailover {
  readonly dimension: number;
  /** Hops from coordinate `from[i]` to `to[i]`. */
  readonly lost: { readonly coordinate: number } | { readonly from: readonly number[]; readonly to: readonly number[] };
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly nextHop: readonly number[];
  readonly virtualChannel: readonly number[];
}
