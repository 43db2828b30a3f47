import { closestName } from "../../algorithms/closest-name.ts";
import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** No interface goes away. */
export const interfaceRemoved: Rule = {
  name: "interface-removed",
  run({ interfaces }, report) {
    for (const { name, at } of interfaces.removed) {
      const suggestion = closestName(
        name,
        interfaces.added.map((added) => added.name),
      );
      const subject = { interface: name, operations: null, old: at, new: null };
      report(changes.interfaceRemoved, subject, { name, suggestion });
    }
  },
};
