import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Endpoints that kernels keep for objects. */
const most = 255;

/** Every object has an endpoint. */
export const statesTooMany: Check = {
  name: "states-too-many",
  requires: [],
  run({ systems }, report) {
    for (const system of systems) {
      const first = system.states[most];
      if (first === undefined) continue;
      const facts = { system: system.name, count: system.states.length, most };
      report([first], diagnose(stateDiagnostics.statesTooMany, first.span, facts));
    }
  },
};
