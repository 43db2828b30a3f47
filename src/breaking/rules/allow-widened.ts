import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { listNames } from "../list-names.ts";
import type { Rule } from "../rule.ts";

/** Compatible: a program may use more of a service. */
export const allowWidened: Rule = {
  name: "allow-widened",
  run({ systems }, report) {
    for (const { service, program, gained } of systems?.permissions ?? []) {
      if (gained.length === 0) continue;
      const subject = { interface: null, operations: null, old: service.old.at, new: service.new.at };
      const facts = { service: service.old.name, program: program.old.name, operations: listNames(gained) };
      report(changes.allowWidened, subject, facts);
    }
  },
};
