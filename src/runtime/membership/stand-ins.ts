/** A replica of an object on a core that has none by the plan, in place of one that is lost: the object's number, the core. */
export type StandIn = readonly [object: number, core: number];

/** Where the replicas of an object lie by the plan, and who may stand in for each of them. */
export interface Seats {
  readonly replicas: readonly number[];
  /** By place in `replicas`: the best first. No core stands twice, nor has a replica by the plan. */
  readonly candidates: readonly (readonly number[])[];
}

/** What is known of those who may have replicas. */
export interface Standing {
  /** Of the view before. */
  readonly standIns: readonly StandIn[];
  /** Cores whose kernels are to take part. */
  readonly members: ReadonlySet<number>;
  /** Whether the kernel of a core, which has a replica by the plan, has the object's state. */
  holds(core: number, object: number): boolean;
}

/**
 * Who stands in for lost replicas in the next view. It depends on what the view before says and on who takes part, so that
 * the view decides it for all. Whoever stands in does so until it is lost itself, or the replica it stands in for has the
 * state again: the state is never given up for a replica that has yet to get it.
 */
export function chooseStandIns(objects: readonly Seats[], standing: Standing): readonly StandIn[] {
  return objects.flatMap(({ replicas, candidates }, object) =>
    candidates.flatMap((cores, place): StandIn[] => {
      const core = chooseStandIn(object, replicas[place] ?? -1, cores, standing);
      return core < 0 ? [] : [[object, core]];
    }),
  );
}

/** -1 for nobody. */
function chooseStandIn(
  object: number,
  replica: number,
  candidates: readonly number[],
  { standIns, members, holds }: Standing,
): number {
  const present = candidates.find(
    (core) => members.has(core) && standIns.some((standIn) => standIn[0] === object && standIn[1] === core),
  );
  if (!members.has(replica)) return present ?? candidates.find((core) => members.has(core)) ?? -1;
  return present === undefined || holds(replica, object) ? -1 : present;
}

export function isSameStandIn(one: StandIn, other: StandIn | undefined): boolean {
  return other !== undefined && one[0] === other[0] && one[1] === other[1];
}
