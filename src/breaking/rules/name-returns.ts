import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { reservationsOf } from "../reservations.ts";
import type { Rule } from "../rule.ts";

/** A name that was reserved stays out of use. */
export const nameReturns: Rule = {
  name: "name-returns",
  run(comparison, report) {
    for (const { subject, whose, reserved, used } of reservationsOf(comparison)) {
      for (const { name, at } of used) {
        if (!reserved.old.names.includes(name)) continue;
        report(changes.nameReturns, { ...subject, new: at }, { whose, name });
      }
    }
  },
};
