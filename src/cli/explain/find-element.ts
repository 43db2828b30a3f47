import { closestName } from "../../algorithms/closest-name.ts";
import { type Refusal, refuseCall } from "../refusal.ts";

/** Says that none of `names` is `asked`, and which was meant, perhaps. `kind` is what it should be. */
export function refuseUnknown(asked: string, names: readonly string[], kind: string): Refusal {
  if (names.includes(`${asked}[0]`)) return refuseCall(`${asked} is no ${kind} but several`, `Say which: ${asked}[0].`);
  const near = closestName(asked, names);
  const known = names.length === 0 ? null : `There are ${enumerate(names)}.`;
  return refuseCall(`there is no ${kind} ${asked}`, near === null ? known : `Did you mean ${near}?`);
}

/** The first few, and how many there are beside. */
function enumerate(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length <= 4 ? shown : `${shown} and ${names.length - 4} more`;
}
