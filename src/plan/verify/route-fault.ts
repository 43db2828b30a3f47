import type { Failover, LineFailover } from "../plan.ts";

/** What is wrong with routing tables, with a counterexample. */
export type RouteFault =
  /** A table has not one entry for each pair, or names a virtual channel that is not there. */
  | { readonly kind: "shape"; readonly table: string }
  /** The coordinates are not those of a grid of all cores: two cores have the same, or a point of it has none. */
  | { readonly kind: "coordinates"; readonly cores: readonly number[] }
  /** At `at`, on the way from `from`, the table names no next one, or one that no hop leads to. */
  | (Where & { readonly kind: "unreachable"; readonly at: number })
  /** The way comes back to where it was. */
  | (Where & { readonly kind: "loop"; readonly path: readonly number[] })
  | (Where & { readonly kind: "latency"; readonly stated: number; readonly sum: number })
  /** The way goes over what is lost. */
  | (Where & { readonly kind: "lost" })
  /** Each hop waits for the next and the last for the first. */
  | {
      readonly kind: "deadlock";
      readonly dimension: number;
      readonly hops: readonly {
        readonly from: number;
        readonly to: number;
        readonly virtualChannel: number;
      }[];
    };

/** Coordinates in a dimension; where there is one dimension they are cores. */
export interface Where {
  readonly dimension: number;
  readonly from: number;
  readonly to: number;
  /** What was lost when the way was as it is; null before anything was. */
  readonly without: Failover["lost"] | LineFailover["lost"] | null;
}
