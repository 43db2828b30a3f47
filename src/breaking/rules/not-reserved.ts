import { changes } from "../../diagnostics/catalogue/breaking.ts";
import { type Entry, type Reservation, reservationsOf, reservesNumber } from "../reservations.ts";
import type { Rule } from "../rule.ts";

/** What is gone is reserved, so that it does not come back as something else. */
export const notReserved: Rule = {
  name: "not-reserved",
  run(comparison, report) {
    for (const reservation of reservationsOf(comparison)) {
      const { subject, whose, gone } = reservation;
      for (const entry of gone) {
        const missing = missingOf(entry, reservation);
        if (missing.length === 0) continue;
        const facts = { whose, what: `\`${entry.name}\``, reserve: `reserved ${missing.join(", ")}` };
        report(changes.notReserved, { ...subject, old: entry.at }, facts);
      }
    }
  },
};

/** As it would stand behind `reserved`; a number that is in use again is told as such. */
function missingOf({ name, number }: Entry, { reserved, used, sign }: Reservation): readonly string[] {
  const isNumberFree = number !== null && !used.some((entry) => entry.number === number);
  return [
    ...(reserved.new.names.includes(name) ? [] : [name]),
    ...(isNumberFree && !reservesNumber(reserved.new, number) ? [`${sign}${number}`] : []),
  ];
}
