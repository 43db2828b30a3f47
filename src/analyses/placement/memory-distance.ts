import { Memory as Remembered } from "../../algorithms/memory.ts";
import type { Core, Device, Machine, Memory, Part } from "../../model/machine.ts";
import { memoriesBehind } from "../decoding/memories-behind.ts";
import { sightOf } from "../decoding/sights.ts";
import { linkStep, nominalSum } from "../latency/answer.ts";
import { linkGraphOf, quickestLinks } from "../latency/link-graph.ts";
import { attachmentOf, enclosingParts, homeOf } from "../latency/places.ts";
import { nearnessTo, type Surroundings } from "./nearness.ts";

const nearest = new Remembered<Machine, Map<string | number, Memory | null>>();
const byPart = new Remembered<Machine, ReadonlyMap<Part, readonly Memory[]>>();

/**
 * Where data that is read whole should lie: the first memory of the innermost part around its reader in which the reader
 * can address something and `others` can too. Null when there is none.
 */
export function nearestMemoryOf(machine: Machine, reader: Core, others: readonly Core[] = []): Memory | null {
  const known = nearest.recall(machine, () => new Map());
  const key = keyOf(machine, reader, others);
  const cached = known.get(key);
  if (cached !== undefined) return cached;
  const found = findMemory(machine, reader.part, [reader, ...others]);
  known.set(key, found);
  return found;
}

/** The part of the reader, and what the users see: in most machines all see the same, and a number tells it. */
function keyOf(machine: Machine, reader: Core, others: readonly Core[]): string | number {
  const own = sightOf(machine, reader).index;
  if (others.every((core) => sightOf(machine, core).index === own))
    return own * machine.parts.length + reader.part.index;
  return `${reader.part.index} ${[reader, ...others].map((core) => sightOf(machine, core).index).join(" ")}`;
}

function findMemory(machine: Machine, innermost: Part, users: readonly Core[]): Memory | null {
  const isCommon = (memory: Memory) => users.every((core) => sightOf(machine, core).bytesOf(memory, "both").length > 0);
  const within = byPart.recall(machine, () => gatherByPart(machine));
  for (const part of enclosingParts(innermost)) {
    const memory = within.get(part)?.find(isCommon);
    if (memory !== undefined) return memory;
  }
  return null;
}

function gatherByPart({ memories }: Machine): ReadonlyMap<Part, readonly Memory[]> {
  const within = new Map<Part, Memory[]>();
  for (const memory of memories) {
    const known = within.get(memory.part);
    if (known === undefined) within.set(memory.part, [memory]);
    else known.push(memory);
  }
  return within;
}

/** The memories a device may be given buffers in: those its DMA reaches, else those it can address; all, where neither is said. */
export function memoriesFor({ dma, sees }: Device, { memories }: Machine): readonly Memory[] {
  if (dma.length > 0) return dma;
  return sees === null ? memories : memoriesBehind(sees.space);
}

/** Picoseconds from a core to a line of the memory: the way to its part, and its own latency where that is stated. */
export function coreToMemory(memory: Memory, around: Surroundings): (core: Core) => number {
  const way = nearnessTo({ kind: "memory", memory }, around);
  const own = memory.latency?.picoseconds ?? 0;
  return (core) => way(core) + own;
}

/** The same from a device: as far as from the nearest core of the part it is attached to. */
export function deviceToMemory(device: Device, memory: Memory, around: Surroundings): number {
  const graph = linkGraphOf(around.machine);
  const place = attachmentOf(device, graph.population);
  const cores = place.kind === "part" ? (graph.population.get(place.part) ?? []) : [];
  const online = place.kind === "core" ? [place.core] : cores.filter((core) => core.online);
  if (online.length > 0) return Math.min(...online.map(coreToMemory(memory, around)));
  const links = quickestLinks(graph, place, { kind: "part", part: homeOf(memory.part, graph.population) });
  const own = memory.latency?.picoseconds ?? 0;
  return links === null ? Number.POSITIVE_INFINITY : own + nominalSum(links.map(linkStep));
}
