import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { Rule } from "../rule.ts";

/** The system is still there. */
export const systemRemoved: Rule = {
  name: "system-removed",
  run({ plans }, report) {
    const { system } = plans.old;
    if (system === null || plans.new.system !== null) return;
    const subject = { interface: null, operations: null, old: system.at, new: null };
    report(changes.systemRemoved, subject, { name: system.name });
  },
};
