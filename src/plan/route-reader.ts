/** The routes of a plan, core by core, whatever their dimensions. */
export interface RouteReader {
  readonly coreCount: number;
  /** The core after `from` on the way to `to`; `from` itself when they are one; -1 where no route leads. */
  nextHop(from: number, to: number): number;
  /** The virtual channel of the hop to it; 0 where there is none. */
  virtualChannel(from: number, to: number): number;
  /** Picoseconds along the whole way; -1 where no route leads. */
  latency(from: number, to: number): number;
}

/** The next hops and virtual channels of routes, without their latencies. */
export type DetourReader = Omit<RouteReader, "latency">;
