import { closestName } from "../../algorithms/closest-name.ts";
import type { Machine } from "../../model/machine.ts";
import { type Refusal, refuseCall } from "../refusal.ts";

/** Says that none of `names` is `asked`, and which was meant, perhaps. `kind` is what it should be. */
export function refuseUnknown(asked: string, names: readonly string[], kind: string): Refusal {
  const [first] = names.filter((name) => isAmong(name, asked));
  if (first !== undefined) return refuseCall(`${asked} is no ${kind} but several`, `Say which: ${first}.`);
  const near = closestName(asked, names);
  const known = names.length === 0 ? null : `There are ${enumerate(names)}.`;
  return refuseCall(`there is no ${kind} ${asked}`, near === null ? known : `Did you mean ${near}?`);
}

/** As {@link refuseUnknown}, for a path in a machine: what else has that path is said, such as a memory. */
export function refuseElement(asked: string, names: readonly string[], kind: string, machine: Machine): Refusal {
  const other = kindOfElement(machine, asked);
  return other === null ? refuseUnknown(asked, names, kind) : refuseCall(`${asked} is a ${other} and no ${kind}`);
}

/** Whether a name is an element of the array `cpu`, or one of `cpu[*]`. */
function isAmong(name: string, asked: string): boolean {
  if (name === `${asked}[0]`) return true;
  const steps = asked.split("[*]");
  return steps.length > 1 && steps.join("[0]") === name;
}

function kindOfElement(machine: Machine, path: string): string | null {
  const kinds = {
    core: machine.cores,
    device: machine.devices,
    memory: machine.memories,
    space: machine.spaces,
    controller: machine.controllers,
    cache: machine.caches,
    port: machine.ports,
    link: machine.links,
  };
  const known = Object.entries(kinds).find(([, elements]) => elements.some((element) => element.path === path));
  return known?.[0] ?? machine.parts.slice(1).find((part) => part.path === path)?.level ?? null;
}

/** The first few, and how many there are beside. */
function enumerate(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length <= 4 ? shown : `${shown} and ${names.length - 4} more`;
}
