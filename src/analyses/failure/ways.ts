/** The ways that a fabric has, and those that kernels take over it. */
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

/** A way that kernels take. */
export interface KernelWay {
  /** After the first, up to the last. */
  readonly cores: readonly number[];
  /** None that was worked out beforehand: the kernels find it once they have agreed on who is left. */
  readonly isDetour: boolean;
}

/** By number of the cores; null where none leads. */
export type KernelWays = (from: number, to: number) => KernelWay | null;

/** The ways that kernels take over given hops: never quicker than the fabric allows. */
export function followKernels(wayOf: KernelWays, coreCount: number, hops: readonly FabricHop[]): Ways["from"] {
  const weights = new Map(
    hops.map(({ from, to, latency }) => [from.index * coreCount + to.index, pathWeight(latency)]),
  );
  return (from) => (to) => {
    let weight = 0;
    let here = from;
    for (const next of wayOf(from, to)?.cores ?? [-1]) {
      const hop = weights.get(here * coreCount + next);
      if (hop === undefined) return -1;
      weight += hop;
      here = next;
    }
    return timeOfWeight(weight);
  };
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
