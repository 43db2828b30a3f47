import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { PlanReserved } from "../../plan/plan.ts";
import { type Reservation, reservationsOf } from "../reservations.ts";
import type { Rule } from "../rule.ts";

/** What was reserved stays reserved. */
export const reservationDropped: Rule = {
  name: "reservation-dropped",
  run(comparison, report) {
    for (const reservation of reservationsOf(comparison)) {
      const { subject, whose } = reservation;
      for (const what of [...lostNames(reservation), ...lostNumbers(reservation)]) {
        report(changes.reservationDropped, subject, { whose, what });
      }
    }
  },
};

/** Those that are in use again are told as such. */
function lostNames({ reserved, used }: Reservation): readonly string[] {
  return reserved.old.names
    .filter((name) => !reserved.new.names.includes(name) && !used.some((entry) => entry.name === name))
    .map((name) => `\`${name}\``);
}

/** Ranges as they were written: one with a number in use again is told by that number. */
function lostNumbers({ reserved, used }: Reservation): readonly string[] {
  return reserved.old.numbers
    .filter((range) => !isCovered(range, reserved.new))
    .filter(({ from, to }) => !used.some(({ number }) => number !== null && from <= number && number <= to))
    .map(({ from, to }) => (from === to ? `number ${from}` : `the numbers ${from} to ${to}`));
}

function isCovered({ from, to }: PlanReserved["numbers"][number], reserved: PlanReserved): boolean {
  let number = from;
  while (number <= to) {
    const within = reserved.numbers.find((range) => range.from <= number && number <= range.to);
    if (within === undefined) return false;
    number = within.to + 1;
  }
  return true;
}
