import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** Compatible: a service that nobody knew. */
export const serviceAdded: Rule = {
  name: "service-added",
  run({ systems }, report) {
    if (systems === null) return;
    for (const { name, at } of systems.services.added) {
      const subject = { interface: null, operations: null, old: systems.old.at, new: at };
      report(changes.serviceAdded, subject, { service: name, system: systems.new.name });
    }
  },
};
