import { bisect } from "../../algorithms/bisect.ts";
import type { Machine, Part } from "../../model/machine.ts";
import { bandwidthOf, bytesOn, carrierKey, carriersOf, slotBytesOf } from "../contention/carriers.ts";
import { linkGraphOf } from "../latency/link-graph.ts";
import { enclosingParts } from "../latency/places.ts";
import type { FabricHop } from "../routing/fabric.ts";
import type { GroupOf } from "./shapes.ts";
import { costsOf, type MessageHop, type TreeCosts } from "./tree.ts";

/** Where messages go, and over what. */
export interface TreeRoutes {
  readonly machine: Machine;
  /** Sorted by sender, then receiver. */
  readonly hops: readonly FabricHop[];
  /** As in the plan; -1 where no route leads. */
  readonly nextHop: (from: number, to: number) => number;
}

/**
 * A message is a line that the sender stores and the receiver fetches, hop by hop along its route. The store waits until the
 * line has come back from the cache of the neighbour that read it last, for as long as a hop takes, and until then the
 * sender does nothing else; nor does the receiver while it fetches. So a message between neighbours takes two transfers of
 * a line, as in Baumann et al., SOSP '09, section 5.1. A line that is fetched takes a link, in its direction, for as long
 * as its bytes do; a link or domain without a bandwidth is in nobody's way. Lines that come back to be stored are not
 * counted on links. Over an interconnect that broadcasts, and keeps its promises, one line is for all neighbours.
 */
export function treeCosts({ machine, hops, nextHop }: TreeRoutes): TreeCosts {
  const hopFrom = indexHops(hops, machine);
  return costsOf((from, to) => {
    const way: MessageHop[] = [];
    for (let here = from; here !== to && way.length < machine.cores.length; ) {
      const hop = hopFrom(here, nextHop(here, to));
      if (hop === null) return [];
      way.push(hop);
      here = hop.to;
    }
    return way;
  });
}

/** Hops become costs when they are first asked for: there may be millions. */
function indexHops(hops: readonly FabricHop[], machine: Machine): (from: number, to: number) => MessageHop | null {
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
  const price = (hop: FabricHop): MessageHop => {
    const crosses = carriersOf(hop, linkGraphOf(machine).population).flatMap((carrier) => {
      const bandwidth = bandwidthOf(carrier);
      if (bandwidth === null) return [];
      const time = Math.round((bytesOn(carrier, slotBytesOf(hop)) / bandwidth) * 1e12);
      return [{ carrier: numberOf(carrierKey(carrier)), time }];
    });
    const [from, to] = [hop.from.index, hop.to.index];
    return { from, to, store: hop.latency, fetch: hop.latency, crosses, broadcast: broadcastOf(hop) };
  };
  const known = new Map<number, MessageHop>();
  return (from, to) => {
    const index = bisect(hops, (hop) => hop.from.index - from || hop.to.index - to);
    const hop = hops[index];
    if (hop === undefined) return null;
    const priced = known.get(index) ?? price(hop);
    known.set(index, priced);
    return priced;
  };
}

/** A link that may lose or reorder lines has them numbered and sent again, for each of those who read them. */
function broadcastOf({ via }: FabricHop): string | null {
  if (!("links" in via)) return null;
  const [first, ...others] = via.links.map(({ interconnect }) => interconnect);
  if (first === undefined || others.some(({ name }) => name !== first.name)) return null;
  return first.broadcast && first.ordered && first.reliable ? first.name : null;
}

/** Cores of one package are near to each other; where there is no package, those of one part. */
export function packagesOf({ cores }: Machine): GroupOf {
  const groups = cores.map(({ part }) => packageOf(part).index);
  return (core) => groups[core] ?? -1;
}

function packageOf(part: Part): Part {
  return enclosingParts(part).find(({ level }) => level === "package") ?? part;
}
