import type { Field, Interface, Operation, Type } from "../../model/interface.ts";
import type { Pool } from "../plan.ts";
import { bindingsOf, type SegmentInput, shareMemory } from "./bindings.ts";
import { nearestMemory } from "./nearest-memory.ts";

/** Bytes of the tables in front of a pool: 256 leases of 16 bytes, 1,024 grants of 32. */
const headBytes = 256 * 16 + 1024 * 32;

/** Regions of the longest kind that a core can have leased at a time, as far as {@link mostBytes} go. */
const regions = 16;
const leastBytes = 64 * 1024;
const mostBytes = 4 * 1024 * 1024;

/** What a core may do with regions over its bindings. */
interface Use {
  /** Bytes of the longest one. */
  longest: number;
  /** Who reads what is written in its memory. */
  readonly readers: Set<number>;
}

/**
 * A pool for every core whose programs pass regions, in the memory nearest to those who read them, if it is one; else in
 * its own. None where a core that could be passed one does not reach the memory.
 */
export function layOutPools(input: SegmentInput): { readonly pools: readonly Pool[]; readonly segmentBytes: number } {
  const pools: Pool[] = [];
  let end = input.start;
  for (const [core, { longest, readers }] of [...usesOf(input)].sort(([one], [other]) => one - other)) {
    const offset = Math.ceil(end / 128) * 128;
    const data = Math.max(longest, Math.min(mostBytes, Math.max(leastBytes, regions * longest)));
    const bytes = headBytes + Math.ceil(data / 128) * 128;
    pools.push({ core, offset, bytes, memory: memoryNear(input, core, readers) });
    end = offset + bytes;
  }
  return { pools, segmentBytes: end };
}

function usesOf(input: SegmentInput): ReadonlyMap<number, Use> {
  const uses = new Map<number, Use>();
  const excluded = new Set<number>();
  for (const { from, to, served } of bindingsOf(input.system)) {
    const { requests, replies } = regionsOf(input.interfaces[served ?? -1]);
    if (requests.length + replies.length === 0) continue;
    if (!shareMemory(input, from, to)) for (const core of [from, to]) excluded.add(core);
    note(uses, from, to, requests);
    note(uses, to, from, replies);
  }
  noteEndpoints(input, uses);
  for (const core of excluded) uses.delete(core);
  return uses;
}

/** Whoever may be passed an endpoint may pass regions to its service, wherever that runs. */
function noteEndpoints(input: SegmentInput, uses: Map<number, Use>): void {
  for (const { from, to, served } of bindingsOf(input.system)) {
    for (const reached of endpointsFrom(input.interfaces[served ?? -1])) {
      const { requests, replies } = regionsOf(reached);
      if (requests.length + replies.length === 0) continue;
      for (const core of coresOf(input, reached)) {
        for (const holder of [from, to]) {
          if (holder === core || !shareMemory(input, holder, core)) continue;
          note(uses, holder, core, requests);
          note(uses, core, holder, replies);
        }
      }
    }
  }
}

/** The interfaces whose endpoints can be come by through one, by way of others too. */
function endpointsFrom(served: Interface | undefined): ReadonlySet<Interface> {
  const reached = new Set<Interface>();
  const follow = (one: Interface): void => {
    for (const type of typesOf(one)) {
      if (type.kind !== "endpoint" || reached.has(type.interface())) continue;
      reached.add(type.interface());
      follow(type.interface());
    }
  };
  if (served !== undefined) follow(served);
  return reached;
}

function coresOf({ system, interfaces }: SegmentInput, served: Interface): readonly number[] {
  const index = interfaces.indexOf(served);
  const serving = (system?.services ?? []).filter((service) => service.interface === index);
  return serving.flatMap(({ instances }) => instances.map(({ core }) => core));
}

/** `owner` may pass these to `other`. Whoever is passed one to write fills it for its owner. */
function note(uses: Map<number, Use>, owner: number, other: number, regionTypes: readonly RegionType[]): void {
  const use = uses.get(owner) ?? { longest: 0, readers: new Set<number>() };
  uses.set(owner, use);
  for (const { bound, isWritable } of regionTypes) {
    use.longest = Math.max(use.longest, bound);
    use.readers.add(isWritable ? owner : other);
  }
}

function memoryNear({ machine }: SegmentInput, owner: number, readers: ReadonlySet<number>): number | null {
  const all = [owner, ...readers];
  const memories = new Set([...readers].map((reader) => nearestMemory(machine, reader, all)));
  const [only] = memories;
  return memories.size === 1 && only !== undefined ? only : nearestMemory(machine, owner, all);
}

type RegionType = Extract<Type, { kind: "region" }>;
type ResourceType = RegionType | Extract<Type, { kind: "endpoint" }>;

/** The regions that go to a service and that come from it. */
function regionsOf(served: Interface | undefined) {
  const isRegion = (type: ResourceType): type is RegionType => type.kind === "region";
  const operations = served?.operations ?? [];
  return {
    requests: operations.flatMap(resourcesInRequest).filter(isRegion),
    replies: operations.flatMap(resourcesInReply).filter(isRegion),
  };
}

function typesOf({ operations }: Interface): readonly ResourceType[] {
  return operations.flatMap((operation) => [...resourcesInRequest(operation), ...resourcesInReply(operation)]);
}

function resourcesInRequest({ verb, parameters, uploads }: Operation): readonly ResourceType[] {
  return verb === "event" ? [] : [...inFields(parameters), ...inFields(uploads ?? [])];
}

function resourcesInReply({ verb, parameters, results, fails }: Operation): readonly ResourceType[] {
  const fields = verb === "event" ? parameters : results;
  return [...inFields(fields), ...(fails?.kind === "struct" ? inFields(fails.fields) : [])];
}

function inFields(fields: readonly Field[]): readonly ResourceType[] {
  return fields.flatMap(({ type }) => resourcesIn(type));
}

function resourcesIn(type: Type): readonly ResourceType[] {
  switch (type.kind) {
    case "region":
    case "endpoint":
      return [type];
    case "alias":
      return resourcesIn(type.type);
    case "array":
      return resourcesIn(type.element);
    case "struct":
      return inFields(type.fields);
    case "union":
      return type.arms.flatMap((arm) => (arm.type === null ? [] : resourcesIn(arm.type)));
    default:
      return [];
  }
}
