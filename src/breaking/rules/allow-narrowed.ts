import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { listNames } from "../list-names.ts";
import type { Rule } from "../rule.ts";

/** Whoever may call something may still call it. */
export const allowNarrowed: Rule = {
  name: "allow-narrowed",
  run({ systems }, report) {
    for (const { service, program, lost } of systems?.permissions ?? []) {
      if (lost.length === 0) continue;
      const subject = { interface: null, operations: null, old: service.old.at, new: service.new.at };
      const facts = { service: service.old.name, program: program.old.name, operations: listNames(lost) };
      report(changes.allowNarrowed, subject, facts);
    }
  },
};
