/** Replicated state as emitters of interfaces see it: what is in it is printed by the same code as messages are. */
import type {
  Layout,
  PlanInstance,
  PlanInterface,
  PlanOperation,
  PlanProgram,
  PlanState,
  PlanSystem,
} from "../../../plan/plan.ts";

/** An interface that only names types: its file takes from others what keys and values are made of. */
export function interfaceOfStates({ name, documentation, states, stateTypes, at }: PlanSystem): PlanInterface | null {
  if (stateTypes === null || states.length === 0) return null;
  const nothing = { constants: [], operations: [], reserved: { names: [], numbers: [] } };
  return { name, version: 0, documentation, at, fingerprint: "", ...stateTypes, ...nothing };
}

/** What carries the key or value of an object: a message with a single field. */
export function messageOf({ name, at }: PlanState, request: Layout): PlanOperation {
  return {
    ...{ name, at, request, opcode: 0, verb: "message", documentation: null, signature: "" },
    ...{ upload: null, reply: null, fails: null, idempotent: false, deadline: null, priority: 0, window: null },
  };
}

/** An object that a program uses, and whether every one of its copies has a replica on its own core, wherever it is moved. */
export interface UsedState {
  readonly state: PlanState;
  readonly isLocal: boolean;
}

export function usedStates({ states }: PlanSystem, program: PlanProgram): readonly UsedState[] {
  return states.flatMap((state): UsedState[] => {
    const user = state.users.find((each) => each.program === program.name);
    if (user === undefined) return [];
    const isLocal = program.instances.every(
      (each, index) => user.replicas[index] === each.core && staysNear(each, state),
    );
    return [{ state, isLocal }];
  });
}

/** Whether there are replicas on all cores that it may be moved to. */
function staysNear({ places }: PlanInstance, { replicas }: PlanState): boolean {
  if (places === null) return true;
  const known = new Set(replicas);
  return places.within.every(([first, last]) => {
    for (let core = first; core <= last; core++) if (!known.has(core)) return false;
    return true;
  });
}
