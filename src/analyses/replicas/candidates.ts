/** Who may stand in for a replica that is lost, as the description allows it. */
import type { Core, Machine } from "../../model/machine.ts";
import { listSeats, type State } from "../../model/state.ts";
import { messageTime, type RouteLatency } from "../placement/placement.ts";

/** Cores that are kept for each replica: that many losses, one after the other, it can be rebuilt after. */
const mostCandidates = 3;

/**
 * By place in `replicas`, the nearest to that replica first. Of a part of the level, only cores of the same part; where
 * there are more parts than replicas, after those cores of the parts that no replica has, each part for one replica only,
 * so that never two replicas come to lie in one part. Null where nobody may: replicas on given cores, or on every core.
 */
export function listCandidates(
  { replicas: said }: Pick<State, "replicas">,
  replicas: readonly Core[],
  machine: Machine,
  latency: RouteLatency,
): readonly (readonly Core[])[] | null {
  if (said.kind === "on") return null;
  const parts = listSeats(said.level, machine);
  const isTaken = (part: readonly Core[]): boolean => part.some((core) => replicas.includes(core));
  const spare = said.kind === "spread" ? parts.filter((part) => !isTaken(part)) : [];
  const candidates = replicas.map((replica, place) => {
    const nearer = (one: Core, other: Core): number =>
      messageTime(latency, replica, one) - messageTime(latency, replica, other) || one.index - other.index;
    const own = parts.find((part) => part.includes(replica))?.filter((core) => core !== replica) ?? [];
    const others = spare.filter((_, index) => index % replicas.length === place).flat();
    return [...own.toSorted(nearer), ...others.toSorted(nearer)].slice(0, mostCandidates);
  });
  return candidates.every((cores) => cores.length === 0) ? null : candidates;
}
