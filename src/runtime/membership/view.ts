import type { Placement } from "./placements.ts";
import type { StandIn } from "./stand-ins.ts";

/** Two neighbouring cores, the lower one first. */
export type Hop = readonly [number, number];

export function hopOf(one: number, other: number): Hop {
  return one < other ? [one, other] : [other, one];
}

/**
 * Who takes part, as a majority of the view before has agreed: a view in the sense of Birman and Joseph, "Exploiting virtual
 * synchrony in distributed systems" (SOSP 1987). All kernels that act on an epoch act on the same view.
 */
export interface View {
  /** From 1; each view has the next number, but a kernel that was cut off may not see all of them. */
  readonly epoch: number;
  /** Cores whose kernels take part. */
  readonly members: ReadonlySet<number>;
  /** By core, of all that boot: how often its kernel has started before. One that has left keeps its last. */
  readonly incarnations: ReadonlyMap<number, number>;
  /** Neighbours among the members that can no longer talk to each other directly, ascending. */
  readonly cuts: readonly Hop[];
  /**
   * By core: how often its kernel, since it started, was left among too few and gave up its connections with the others,
   * who may not have noticed. Whoever hears of another time gives up their connections with it too. Absent: never.
   */
  readonly partings: ReadonlyMap<number, number>;
  /** Replicas elsewhere than the plan has them, by object. */
  readonly standIns: readonly StandIn[];
  /** Where services run that have moved since the boot, by service ascending; all others run where the plan has them. */
  readonly placements: readonly Placement[];
}

/** How many members it takes to decide: more than half of them. */
export function majorityOf({ members }: Pick<View, "members">): number {
  return (members.size >> 1) + 1;
}

/** Of all cores that boot, before anything has happened. */
export function firstView(cores: readonly number[]): View {
  const ascending = [...cores].sort((one, other) => one - other);
  return {
    epoch: 1,
    members: new Set(ascending),
    incarnations: new Map(ascending.map((core) => [core, 0])),
    cuts: [],
    partings: new Map(),
    standIns: [],
    placements: [],
  };
}

/** What a kernel knows of the membership. */
export interface Membership {
  readonly view: View;
  /** False while too few of the view's members are within reach to agree on anything: proposals are to fail. */
  readonly hasQuorum: boolean;
  /** Calls back with each new view, after the kernel has acted on it; returns what ends that. */
  onView(listener: (view: View) => void): () => void;
  /** Calls back whenever {@link hasQuorum} has changed; returns what ends that. */
  onQuorum(listener: (hasQuorum: boolean) => void): () => void;
}

/** Whether two neighbours cannot talk to each other directly. */
export function hasCut({ cuts }: Pick<View, "cuts">, [one, other]: Hop): boolean {
  return cuts.some((cut) => cut[0] === one && cut[1] === other);
}
