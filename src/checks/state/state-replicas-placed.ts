import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Level } from "../../model/level.ts";
import type { Machine, Part } from "../../model/machine.ts";
import { listSeats, type State } from "../../model/state.ts";
import type { Check } from "../check.ts";

/** Every replica has a core that runs. */
export const stateReplicasPlaced: Check = {
  name: "state-replicas-placed",
  requires: [],
  run({ systems }, report) {
    for (const { states, machine } of systems) {
      for (const state of states) {
        const fault = faultOf(state, machine);
        if (fault !== null) report([state], fault);
      }
    }
  },
};

function faultOf({ name, replicas }: State, machine: Machine): Diagnostic | null {
  if (replicas.kind === "on") {
    const core = replicas.cores.find(({ online }) => !online);
    if (core === undefined) return null;
    const related = [{ span: core.span, message: `\`${core.path}\` is said to be offline here` }];
    return diagnose(stateDiagnostics.replicaOffline, replicas.span, { name, core: core.path }, { related });
  }
  if (machine.incomplete) return null;
  const { span, level } = replicas;
  const there = listSeats(level, machine).length;
  const related = [{ span: machine.span, message: `the machine \`${machine.name}\`` }];
  if (there === 0) {
    const facts = { name, level, machine: machine.name, present: presentLevels(machine) };
    return diagnose(stateDiagnostics.replicasNowhere, span, facts, { related });
  }
  if (replicas.kind === "every" || replicas.count <= there) return null;
  const facts = { name, count: replicas.count, level, there, machine: machine.name };
  return diagnose(stateDiagnostics.replicasTooMany, span, facts, { related });
}

/** The levels with a core in them that is online. */
function presentLevels({ cores }: Machine): readonly Level[] {
  const levels = new Set<Level>();
  for (const { part, online } of cores) {
    for (let around: Part | null = online ? part : null; around !== null; around = around.parent)
      levels.add(around.level);
  }
  return levels.size === 0 ? [] : [...levels, "core"];
}
