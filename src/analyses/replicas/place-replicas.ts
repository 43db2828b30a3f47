/** On which cores the replicas of an object lie. */
import type { Core, Machine } from "../../model/machine.ts";
import { listSeats, type State } from "../../model/state.ts";
import { messageTime, type RouteLatency } from "../placement/placement.ts";

/** Where an object is used, and how far that is. */
export interface ReplicaInput {
  readonly machine: Machine;
  /** The cores of all copies of programs that use it; a core with two of them is there twice. */
  readonly users: readonly Core[];
  readonly latency: RouteLatency;
}

/**
 * The cores in the order of the machine, the same for the same input. Of a part that needs a replica the core with the
 * most users has it, else the one nearest to all users. Of more parts than there are replicas, those take part that have
 * most users, and then, one after the other, the one that is farthest from those that take part: what fails rarely fails
 * with its neighbour far away. No more replicas than there are parts.
 */
export function placeReplicas({ replicas }: Pick<State, "replicas">, input: ReplicaInput): readonly Core[] {
  const chosen = replicas.kind === "on" ? replicas.cores : chooseSeats(replicas, input);
  return chosen.toSorted((a, b) => a.index - b.index);
}

function chooseSeats(replicas: Exclude<State["replicas"], { kind: "on" }>, input: ReplicaInput): readonly Core[] {
  const candidates = listSeats(replicas.level, input.machine).map((cores) => chooseCore(cores, input));
  return replicas.kind === "every" ? candidates : spread(candidates, replicas.count, replicas.level, input);
}

function chooseCore(cores: readonly Core[], { users, latency }: ReplicaInput): Core {
  const usersOn = (core: Core): number => users.filter((user) => user === core).length;
  const distance = (core: Core): number => users.reduce((sum, user) => sum + messageTime(latency, user, core), 0);
  return cores.reduce((best, core) => {
    const more = usersOn(core) - usersOn(best);
    return more > 0 || (more === 0 && distance(core) < distance(best)) ? core : best;
  });
}

function spread(candidates: readonly Core[], count: number, level: string, input: ReplicaInput): readonly Core[] {
  const weights = new Map(candidates.map((core) => [core, usersAround(core, level, input)]));
  const left = new Set(candidates);
  const chosen: Core[] = [];
  while (chosen.length < count && left.size > 0) {
    const farthest = (core: Core): number =>
      chosen.reduce((least, other) => Math.min(least, messageTime(input.latency, other, core)), Number.MAX_VALUE);
    const next = [...left].reduce((best, core) => {
      const more = (weights.get(core) ?? 0) - (weights.get(best) ?? 0);
      return more > 0 || (more === 0 && chosen.length > 0 && farthest(core) > farthest(best)) ? core : best;
    });
    left.delete(next);
    chosen.push(next);
  }
  return chosen;
}

/** Users on the core itself, or in its part of the level. */
function usersAround(core: Core, level: string, { users }: ReplicaInput): number {
  const partOf = ({ part }: Core) => {
    for (let around: Core["part"] | null = part; around !== null; around = around.parent) {
      if (around.level === level) return around;
    }
    return null;
  };
  const own = partOf(core);
  return users.filter((user) => (level === "core" ? user === core : partOf(user) === own)).length;
}

/** The replica that a core is nearest to: its own, if it has one; of equally near ones the first. */
export function nearestReplica(core: Core, replicas: readonly Core[], latency: RouteLatency): Core | null {
  if (replicas.includes(core)) return core;
  return replicas.reduce<Core | null>(
    (best, replica) =>
      best === null || messageTime(latency, core, replica) < messageTime(latency, core, best) ? replica : best,
    null,
  );
}
