import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { reservationsOf, reservesNumber } from "../reservations.ts";
import type { Rule } from "../rule.ts";

/** A number that was reserved stays out of use. */
export const numberReturns: Rule = {
  name: "number-returns",
  run(comparison, report) {
    for (const { subject, whose, reserved, used } of reservationsOf(comparison)) {
      for (const { name, number, at } of used) {
        if (number === null || !reservesNumber(reserved.old, number)) continue;
        report(changes.numberReturns, { ...subject, new: at }, { whose, number, successor: name });
      }
    }
  },
};
