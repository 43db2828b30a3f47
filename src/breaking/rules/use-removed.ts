import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { PlanProgram, PlanSystem } from "../../plan/plan.ts";
import { pairByName } from "../pairing.ts";
import type { Rule } from "../rule.ts";

/** A program uses what it used; a service that is gone is told by itself. */
export const useRemoved: Rule = {
  name: "use-removed",
  run({ systems }, report) {
    if (systems === null) return;
    const { services, old: before, new: after } = systems;
    for (const { old, new: now } of pairByName(programsOf(before), programsOf(after)).kept) {
      for (const service of services.kept) {
        if (!uses(old, service.old, before) || uses(now, service.new, after)) continue;
        const subject = { interface: null, operations: null, old: old.at, new: now.at };
        report(changes.useRemoved, subject, { service: service.old.name, program: old.name });
      }
    }
  },
};

function programsOf({ services, clients }: PlanSystem): readonly PlanProgram[] {
  return [...services, ...clients];
}

function uses(program: PlanProgram, service: PlanProgram, { services }: PlanSystem): boolean {
  return program.uses.includes(services.indexOf(service));
}
