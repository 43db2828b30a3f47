import type { Loss } from "../../model/loss.ts";
import type { Core, Device, Machine, Memory } from "../../model/machine.ts";
import { sightOf } from "../decoding/sights.ts";
import { linkGraphOf, quickestLinks } from "../latency/link-graph.ts";
import { attachmentOf, enclosingParts, homeOf, type Place } from "../latency/places.ts";
import { nearestMemoryOf } from "../placement/memory-distance.ts";
import { withoutLost } from "./remainder.ts";

/** Whether what a core or device loads from or stores to a memory still gets there. */
export type ReachAfter = (from: Core | Device, memory: Memory) => boolean;

/**
 * A memory that is lost answers nobody. One that stands in a part around a core is as near as before; any other has to be
 * joined by links still, where it was joined by links at all.
 */
export function computeReachAfter(machine: Machine, loss: Loss): ReachAfter {
  const remaining = withoutLost(machine, loss);
  return (from, memory) => {
    if (loss.memories.has(memory)) return false;
    if ("isa" in from && enclosingParts(from.part).includes(memory.part)) return true;
    return isJoined(remaining, from, memory) || !isJoined(machine, from, memory);
  };
}

function isJoined(machine: Machine, from: Core | Device, memory: Memory): boolean {
  const graph = linkGraphOf(machine);
  const here: Place = "isa" in from ? { kind: "core", core: from } : attachmentOf(from, graph.population);
  return quickestLinks(graph, here, { kind: "part", part: homeOf(memory.part, graph.population) }) !== null;
}

/** A core that remains, whose kernel does not: what it has lies in a memory that is lost or out of reach. */
export interface Stranded {
  readonly core: Core;
  readonly memory: Memory;
  /** Whether another memory is left that it could start anew in. */
  readonly hasOther: boolean;
}

/**
 * A kernel's rings, pools and replicas lie in the memory nearest to its core: without that there is no kernel. A core with no
 * memory near it loses its kernel with the last that it can address. Where there is none at all, nothing is lost.
 */
export function findStranded(machine: Machine, loss: Loss, reaches: ReachAfter): readonly Stranded[] {
  if (loss.memories.size === 0 && loss.links.size === 0) return [];
  return machine.cores.flatMap((core): readonly Stranded[] => {
    if (!core.online || loss.cores.has(core)) return [];
    const own = nearestMemoryOf(machine, core);
    if (own !== null && reaches(core, own)) return [];
    const addressed = machine.memories.filter((memory) => sightOf(machine, core).bytesOf(memory, "both").length > 0);
    const hasOther = addressed.some((memory) => reaches(core, memory));
    const memory = own ?? (hasOther ? undefined : addressed[0]);
    return memory === undefined ? [] : [{ core, memory, hasOther }];
  });
}
