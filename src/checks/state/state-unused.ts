import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";
import { stateNameTaken } from "./state-name-taken.ts";

/** Some program uses what is replicated. */
export const stateUnused: Check = {
  name: "state-unused",
  requires: [stateNameTaken],
  run({ systems }, report) {
    for (const system of systems) {
      if (system.incomplete) continue;
      const used = new Set(programsOf(system).flatMap(({ program }) => program.states.map(({ state }) => state)));
      for (const state of system.states.filter((candidate) => !used.has(candidate))) {
        report([state], diagnose(stateDiagnostics.stateUnused, state.span, { name: state.name }));
      }
    }
  },
};
