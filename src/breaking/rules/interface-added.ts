import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** Compatible: an interface that nobody knew. */
export const interfaceAdded: Rule = {
  name: "interface-added",
  run({ interfaces }, report) {
    for (const { name, at } of interfaces.added) {
      report(changes.interfaceAdded, { interface: name, operations: null, old: null, new: at }, { name });
    }
  },
};
