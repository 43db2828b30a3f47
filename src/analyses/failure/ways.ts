/** The ways that a fabric has, whatever tables say. */
import { at, buildDigraph, type Digraph } from "../../algorithms/digraph.ts";
import { computeShortestPaths } from "../../algorithms/shortest-paths.ts";
import { computeStrongComponents } from "../../algorithms/strongly-connected.ts";
import type { Core } from "../../model/machine.ts";
import { pathWeight, timeOfWeight } from "../latency/answer.ts";
import type { FabricHop } from "../routing/fabric.ts";

export interface Ways {
  readonly graph: Digraph;
  /** Picoseconds from one core to others; -1 where no way leads. */
  readonly from: (core: number) => (to: number) => number;
}

/** Kept for the last sender only: those who ask go through senders one after the other. */
export function createWays(coreCount: number, hops: readonly FabricHop[]): Ways {
  const tails = hops.map(({ from }) => from.index);
  const heads = hops.map(({ to }) => to.index);
  const graph = buildDigraph(coreCount, tails, heads);
  const weights = hops.map(({ latency }) => pathWeight(latency));
  let last: { readonly sender: number; readonly distance: Float64Array } | null = null;
  return {
    graph,
    from: (sender) => {
      if (last?.sender !== sender) last = { sender, distance: computeShortestPaths(graph, weights, [sender]).distance };
      const { distance } = last;
      return (to) => (Number.isFinite(at(distance, to)) ? timeOfWeight(at(distance, to)) : -1);
    },
  };
}

/** Where messages go from each core once something is lost, by number; -1 where none leads on. */
export type NextHop = (from: number, to: number) => number;

/**
 * The ways that tables prescribe. Where they lead over what is lost, or nowhere though the fabric has a way, it is as if
 * they said nothing: then the quickest way of the fabric counts.
 */
export function followTables(
  nextHop: NextHop,
  ways: Ways,
  coreCount: number,
  hops: readonly FabricHop[],
): Ways["from"] {
  const times = new Map(hops.map(({ from, to, latency }) => [from.index * coreCount + to.index, latency]));
  return (from) => {
    const quickest = ways.from(from);
    return (to) => timeAlong(nextHop, times, coreCount, from, to) ?? quickest(to);
  };
}

/** Null when the way ends, or goes on for ever. */
function timeAlong(
  nextHop: NextHop,
  times: ReadonlyMap<number, FabricHop["latency"]>,
  coreCount: number,
  from: number,
  to: number,
): number | null {
  let weight = 0;
  let here = from;
  for (let steps = 0; here !== to; steps++) {
    const next = nextHop(here, to);
    const latency = times.get(here * coreCount + next);
    if (latency === undefined || steps === coreCount) return null;
    weight += pathWeight(latency);
    here = next;
  }
  return timeOfWeight(weight);
}

/** By who can send to whom and back, largest first. */
export function findIslands(survivors: readonly Core[], graph: Digraph): readonly (readonly Core[])[] {
  const component = computeStrongComponents(graph);
  const islands = new Map<number, Core[]>();
  for (const core of survivors) {
    const number = at(component, core.index);
    islands.set(number, [...(islands.get(number) ?? []), core]);
  }
  return [...islands.values()].sort((a, b) => b.length - a.length || (a[0]?.index ?? 0) - (b[0]?.index ?? 0));
}
