import type { Machine, Part } from "../../model/machine.ts";
import { enclosingParts } from "../latency/places.ts";
import type { GroupOf } from "./shapes.ts";
import type { TreeCosts } from "./tree.ts";

/** What trees need of routes: as in the plan. */
export interface TreeRoutes {
  readonly nextHop: (from: number, to: number) => number;
  /** Picoseconds along the whole way. */
  readonly latency: (from: number, to: number) => number;
}

/**
 * A message is a line that the sender stores and the receiver fetches, hop by hop. The sender's store waits until the line
 * has come back from the cache of the neighbour that read it last, for as long as a hop takes, and until then it sends
 * nothing else. In transit is then what the route says. So a message between neighbours takes two transfers of a line, as
 * in Baumann et al., SOSP '09, section 5.1.
 */
export function treeCosts({ nextHop, latency }: TreeRoutes): TreeCosts {
  return {
    send: (from, to) => latency(from, nextHop(from, to)),
    transit: (from, to) => latency(from, to),
  };
}

/** Cores of one package are near to each other; where there is no package, those of one part. */
export function packagesOf({ cores }: Machine): GroupOf {
  const groups = cores.map(({ part }) => packageOf(part).index);
  return (core) => groups[core] ?? -1;
}

function packageOf(part: Part): Part {
  return enclosingParts(part).find(({ level }) => level === "package") ?? part;
}
