import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Plan, PlanProgram } from "../../plan/plan.ts";
import type { Rule } from "../rule.ts";

/** A service serves what it served. */
export const serviceInterface: Rule = {
  name: "service-interface",
  run({ systems, plans }, report) {
    for (const { old, new: now } of systems?.services.kept ?? []) {
      const names = { old: interfaceOf(old, plans.old), new: interfaceOf(now, plans.new) };
      if (names.old === names.new) continue;
      const subject = { interface: null, operations: null, old: old.at, new: now.at };
      report(changes.serviceInterfaceChanged, subject, { service: old.name, ...names });
    }
  },
};

function interfaceOf({ interface: index }: PlanProgram, { interfaces }: Plan): string {
  return index === null ? "" : (interfaces[index]?.name ?? "");
}
