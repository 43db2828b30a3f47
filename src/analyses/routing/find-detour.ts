import { buildDigraph } from "../../algorithms/digraph.ts";
import { computeShortestPaths } from "../../algorithms/shortest-paths.ts";
import type { Machine } from "../../model/machine.ts";
import { pathWeight } from "../latency/answer.ts";
import { computeFabric, type FabricHop } from "./fabric.ts";

/** What is lost, by number. */
export type Lost = { readonly link: number } | { readonly core: number };

/** The hops of a quickest way between two cores once something is lost; null when none is left. */
export function findDetour(machine: Machine, from: number, to: number, lost: Lost): readonly FabricHop[] | null {
  const hops = computeFabric(machine).filter((hop) => !isOver(hop, lost));
  const tails = Uint32Array.from(hops, (hop) => hop.from.index);
  const heads = Uint32Array.from(hops, (hop) => hop.to.index);
  const weights = Float64Array.from(hops, ({ latency }) => pathWeight(latency));
  const { lastEdge } = computeShortestPaths(buildDigraph(machine.cores.length, tails, heads), weights, [from]);
  const way: FabricHop[] = [];
  for (let at = to; at !== from; ) {
    const hop = hops[lastEdge[at] ?? -1];
    if (hop === undefined) return null;
    way.unshift(hop);
    at = hop.from.index;
  }
  return way;
}

function isOver({ from, to, via }: FabricHop, lost: Lost): boolean {
  if ("core" in lost) return from.index === lost.core || to.index === lost.core;
  return "links" in via && via.links.some(({ index }) => index === lost.link);
}
