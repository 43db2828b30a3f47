import { at, buildDigraph, type Digraph } from "../../algorithms/digraph.ts";
import { computeShortestPaths } from "../../algorithms/shortest-paths.ts";
import { pathWeight } from "../latency/answer.ts";

/** What routing needs to know of a hop; cores by number, the latency in picoseconds. */
export interface RoutedHop {
  readonly from: number;
  readonly to: number;
  readonly latency: number;
}

/** The ways of all cores to one destination. */
export interface InTree {
  readonly destination: number;
  /** By core: the hop it sends over; -1 at the destination and where no way leads. */
  readonly hop: Int32Array;
  /** By core: picoseconds along the way; -1 where none leads. */
  readonly latency: Float64Array;
}

/**
 * A tree of quickest ways for every destination; of equally quick ways those with fewer hops. Where there is still a
 * choice a core takes the hop that fewest routes use so far: destinations are dealt with in order, and in each tree the
 * farthest cores first, when the number of routes that come along with the choice is known.
 */
export function computeTrees(coreCount: number, hops: readonly RoutedHop[]): readonly InTree[] {
  const weights = hops.map((hop) => pathWeight(hop.latency));
  const heads = hops.map((hop) => hop.to);
  const tails = hops.map((hop) => hop.from);
  const forward = buildDigraph(coreCount, tails, heads);
  const backward = buildDigraph(coreCount, heads, tails);
  const load = new Float64Array(hops.length);
  return Array.from({ length: coreCount }, (_, destination) => {
    const { distance } = computeShortestPaths(backward, weights, [destination]);
    const farthestFirst = sortFarthestFirst(distance);
    const hop = chooseHops({ forward, weights, distance, farthestFirst, load });
    return { destination, hop, latency: sumAlong(hop, hops, destination, farthestFirst) };
  });
}

interface Choice {
  readonly forward: Digraph;
  readonly weights: readonly number[];
  /** By core, to the destination. */
  readonly distance: Float64Array;
  readonly farthestFirst: readonly number[];
  /** By hop: routes over it so far; counted up here. */
  readonly load: Float64Array;
}

function chooseHops({ forward, weights, distance, farthestFirst, load }: Choice): Int32Array {
  const chosen = new Int32Array(distance.length).fill(-1);
  const routes = new Float64Array(distance.length).fill(1);
  for (const core of farthestFirst) {
    let best = -1;
    let next = -1;
    const end = at(forward.firstSlot, core + 1);
    for (let slot = at(forward.firstSlot, core); slot < end; slot++) {
      const hop = at(forward.edge, slot);
      const head = at(forward.head, slot);
      if (at(distance, head) + at(weights, hop) !== at(distance, core)) continue;
      if (best === -1 || at(load, hop) < at(load, best)) [best, next] = [hop, head];
    }
    chosen[core] = best;
    load[best] = at(load, best) + at(routes, core);
    routes[next] = at(routes, next) + at(routes, core);
  }
  return chosen;
}

/** The cores from which a way leads, without the destination itself. */
function sortFarthestFirst(distance: Float64Array): readonly number[] {
  const cores = Array.from(distance.keys()).filter((core) => at(distance, core) > 0 && Number.isFinite(distance[core]));
  return cores.sort((a, b) => at(distance, b) - at(distance, a) || a - b);
}

function sumAlong(
  chosen: Int32Array,
  hops: readonly RoutedHop[],
  destination: number,
  farthestFirst: readonly number[],
): Float64Array {
  const latency = new Float64Array(chosen.length).fill(-1);
  latency[destination] = 0;
  for (const core of farthestFirst.toReversed()) {
    const hop = hops[at(chosen, core)];
    if (hop !== undefined) latency[core] = at(latency, hop.to) + hop.latency;
  }
  return latency;
}
