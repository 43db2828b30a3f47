import type { Failure } from "../../analyses/failure/compute-failure.ts";
import { mostLost } from "../../analyses/replicas/predict-agreement.ts";
import type { Machine } from "../../model/machine.ts";
import type { Plan, PlanState } from "../../plan/plan.ts";

/** What a failure leaves of a replicated object. */
export interface FailingObject {
  readonly name: string;
  /** Cores of its replicas. */
  readonly lost: readonly string[];
  readonly remain: readonly string[];
  /** Cores where replicas are rebuilt that are lost. */
  readonly rebuilt: readonly string[];
  /** Whether changes are still agreed on. */
  readonly goesOn: boolean;
  /** Whether its first sequencer, coordinator or leader is lost. */
  readonly isLeaderLost: boolean;
}

export function objectsAfter({ system }: Plan, machine: Machine, failure: Failure): readonly FailingObject[] {
  return (system?.states ?? []).map((state) => objectAfter(state, machine, failure));
}

/** With islands, those count who are among the most. */
function objectAfter(
  { name, replicas, candidates = [], protocol, leader }: PlanState,
  machine: Machine,
  { islands }: Failure,
): FailingObject {
  const living = new Set((islands[0] ?? []).map(({ index }) => index));
  const pathsOf = (cores: readonly number[]) => cores.map((core) => machine.cores[core]?.path ?? "");
  const lost = replicas.filter((core) => !living.has(core));
  const goesOn = lost.length <= mostLost(protocol, replicas.length);
  const standIns = candidates.flatMap((cores, place) =>
    lost.includes(replicas[place] ?? -1) ? cores.filter((core) => living.has(core)).slice(0, 1) : [],
  );
  // There must be somebody to have the state from.
  const rebuilt = goesOn ? standIns : [];
  return {
    name,
    lost: pathsOf(lost),
    remain: pathsOf(replicas.filter((core) => living.has(core))),
    rebuilt: pathsOf(rebuilt),
    goesOn,
    isLeaderLost: !living.has(leader),
  };
}
