import { buildDigraph, type Digraph } from "../../algorithms/digraph.ts";

/** What routing needs to know of a hop: nodes by number, the latency in picoseconds. */
export interface RoutedHop {
  readonly from: number;
  readonly to: number;
  readonly latency: number;
  /** Bytes per second; null when unsaid. */
  readonly bandwidth?: number | null;
  /** Hops with the same number share what carries them, and its bandwidth; without one a hop has it for itself. */
  readonly carrier?: number;
  /** Whether it joins two that lie close together: places are made of these. */
  readonly isNear?: boolean;
}

/** What is routed over: kernels, or places of several kernels, and the hops between them. */
export interface HopGraph {
  readonly nodeCount: number;
  readonly hopCount: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly latency: Float64Array;
  /** By hop: what carries it. */
  readonly carrier: Uint32Array;
  readonly carrierCount: number;
  /** By hop: what one more route adds to how full its carrier is; 1 for the widest. */
  readonly burden: Float64Array;
  readonly leaving: Digraph;
  readonly entering: Digraph;
}

export function buildHopGraph(nodeCount: number, hops: readonly RoutedHop[]): HopGraph {
  const from = Uint32Array.from(hops, (hop) => hop.from);
  const to = Uint32Array.from(hops, (hop) => hop.to);
  const { carrier, carrierCount } = numberCarriers(hops);
  return {
    nodeCount,
    hopCount: hops.length,
    from,
    to,
    latency: Float64Array.from(hops, (hop) => hop.latency),
    carrier,
    carrierCount,
    burden: weighBandwidths(hops),
    leaving: buildDigraph(nodeCount, from, to),
    entering: buildDigraph(nodeCount, to, from),
  };
}

/** A hop that does not say how wide it is counts like the widest. */
function weighBandwidths(hops: readonly RoutedHop[]): Float64Array {
  const widest = hops.reduce((most, { bandwidth }) => Math.max(most, bandwidth ?? 0), 0);
  return Float64Array.from(hops, ({ bandwidth }) => (bandwidth == null || bandwidth === 0 ? 1 : widest / bandwidth));
}

function numberCarriers(hops: readonly RoutedHop[]): Pick<HopGraph, "carrier" | "carrierCount"> {
  const shared = new Map<number, number>();
  let carrierCount = 0;
  const carrier = Uint32Array.from(hops, (hop) => {
    if (hop.carrier === undefined) return carrierCount++;
    const known = shared.get(hop.carrier) ?? carrierCount++;
    shared.set(hop.carrier, known);
    return known;
  });
  return { carrier, carrierCount };
}
