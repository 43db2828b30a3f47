import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { countReplicas, protocolOf } from "../../model/state.ts";
import type { Check } from "../check.ts";
import { stateReplicasPlaced } from "./state-replicas-placed.ts";

/** There are enough replicas for what replicas are for. */
export const stateReplicasFew: Check = {
  name: "state-replicas-few",
  requires: [stateReplicasPlaced],
  run({ systems }, report) {
    for (const { states, machine } of systems) {
      if (machine.incomplete) continue;
      for (const state of states) {
        const { name, replicas } = state;
        const count = countReplicas(replicas, machine);
        if (count > 2) continue;
        if (protocolOf(state, machine) === "majority" && count > 0) {
          report([state], diagnose(stateDiagnostics.majorityOfFew, replicas.span, { name, replicas: count }));
        } else if (count === 1) report([state], diagnose(stateDiagnostics.loneReplica, replicas.span, { name }));
      }
    }
  },
};
