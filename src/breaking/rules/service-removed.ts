import { closestName } from "../../algorithms/closest-name.ts";
import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** No service goes away. */
export const serviceRemoved: Rule = {
  name: "service-removed",
  run({ systems }, report) {
    if (systems === null) return;
    const names = systems.services.added.map(({ name }) => name);
    for (const { name, at } of systems.services.removed) {
      const subject = { interface: null, operations: null, old: at, new: systems.new.at };
      const suggestion = closestName(name, names);
      report(changes.serviceRemoved, subject, { service: name, system: systems.old.name, suggestion });
    }
  },
};
