import { Memory } from "../../algorithms/memory.ts";
import type { Machine } from "../../model/machine.ts";
import { planContexts } from "./contexts.ts";
import { DecodingNet } from "./net.ts";
import { computeViews, type SeenSpace } from "./views.ts";

const known = new Memory<Machine, readonly SeenSpace[]>();

/** What everybody in a machine sees, as the machine alone says it; computed once for all rules. */
export function seenSpaces(machine: Machine): readonly SeenSpace[] {
  return known.recall(machine, () => computeViews(machine, new DecodingNet(planContexts(machine))));
}
