import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** The system keeps its name. */
export const systemRenamed: Rule = {
  name: "system-renamed",
  run({ systems }, report) {
    if (systems === null || systems.old.name === systems.new.name) return;
    const { old, new: now } = systems;
    const subject = { interface: null, operations: null, old: old.at, new: now.at };
    report(changes.systemRenamed, subject, { old: old.name, new: now.name });
  },
};
