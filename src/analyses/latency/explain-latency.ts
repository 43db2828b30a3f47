import type { Cache, Core, Machine, Memory } from "../../model/machine.ts";
import { sightOf } from "../decoding/sights.ts";
import { cacheStep, composeSteps, type LatencyAnswer, linkStep, memoryStep, unknownLatency } from "./answer.ts";
import { explainTransfer, quicker } from "./line-transfer.ts";
import { linkGraphOf, quickestLinks } from "./link-graph.ts";
import { enclosingParts } from "./places.ts";

/** What a core can be said to be some time away from. */
export type LatencyTarget = Core | Cache | Memory;

/**
 * How long `from` takes to get a cache line from `to`, composed from the parts, with every step. A core stands for a
 * line in its private caches; a cache that `from` does not share stands for the nearest core that does. Not known for a
 * memory that `from` cannot address: in another box no load is answered, however quick the links.
 */
export function explainLatency(machine: Machine, from: Core, to: LatencyTarget): LatencyAnswer {
  if ("isa" in to) return explainTransfer(machine, from, to);
  return "sharedBy" in to ? explainCache(machine, from, to) : explainMemory(machine, from, to);
}

function explainCache(machine: Machine, from: Core, cache: Cache): LatencyAnswer {
  if (cache.sharedBy.includes(from)) return composeSteps([cacheStep(cache)]);
  const answers = cache.sharedBy.map((owner) => explainTransfer(machine, from, owner));
  return answers.length === 0 ? unknownLatency(`No core uses ${cache.path}.`) : answers.reduce(quicker);
}

function explainMemory(machine: Machine, from: Core, memory: Memory): LatencyAnswer {
  if (enclosingParts(from.part).includes(memory.part)) return composeSteps([memoryStep(memory)]);
  if (sightOf(machine, from).bytesOf(memory, "both").length === 0)
    return unknownLatency(`No load or store of ${from.path} reaches ${memory.path}: only messages lead there.`);
  const here = { kind: "core", core: from } as const;
  const links = quickestLinks(linkGraphOf(machine), here, { kind: "part", part: memory.part });
  if (links === null) return unknownLatency(`No way over links joins ${from.path} to ${memory.path}.`);
  return composeSteps([memoryStep(memory), ...links.map(linkStep)]);
}
