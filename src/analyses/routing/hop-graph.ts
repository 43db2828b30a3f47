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

/** Hops by column: machines have millions of them. */
export interface HopColumns {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Picoseconds. */
  readonly latency: Float64Array;
  /** Bytes per second; 0 when unsaid. */
  readonly bandwidth: Float64Array;
  /** -1: a hop has what carries it for itself. */
  readonly carrier: Int32Array;
  readonly isNear: Uint8Array;
}

export function makeColumns(count: number): HopColumns {
  return {
    count,
    from: new Uint32Array(count),
    to: new Uint32Array(count),
    latency: new Float64Array(count),
    bandwidth: new Float64Array(count),
    carrier: new Int32Array(count),
    isNear: new Uint8Array(count),
  };
}

export function columnsOf(hops: readonly RoutedHop[]): HopColumns {
  const columns = makeColumns(hops.length);
  for (const [index, { from, to, latency, bandwidth, carrier, isNear }] of hops.entries()) {
    columns.from[index] = from;
    columns.to[index] = to;
    columns.latency[index] = latency;
    columns.bandwidth[index] = bandwidth ?? 0;
    columns.carrier[index] = carrier ?? -1;
    columns.isNear[index] = isNear === true ? 1 : 0;
  }
  return columns;
}

export function buildHopGraph(nodeCount: number, hops: HopColumns): HopGraph {
  const { count, from, to, latency } = hops;
  const { carrier, carrierCount } = numberCarriers(hops);
  return {
    nodeCount,
    hopCount: count,
    from,
    to,
    latency,
    carrier,
    carrierCount,
    burden: weighBandwidths(hops),
    leaving: buildDigraph(nodeCount, from, to),
    entering: buildDigraph(nodeCount, to, from),
  };
}

/** A hop that does not say how wide it is counts like the widest. */
function weighBandwidths({ bandwidth }: HopColumns): Float64Array {
  const widest = bandwidth.reduce((most, each) => Math.max(most, each), 0);
  return bandwidth.map((each) => (each === 0 ? 1 : widest / each));
}

function numberCarriers(hops: HopColumns): Pick<HopGraph, "carrier" | "carrierCount"> {
  const shared = new Map<number, number>();
  let carrierCount = 0;
  const carrier = Uint32Array.from(hops.carrier, (stated) => {
    if (stated === -1) return carrierCount++;
    const known = shared.get(stated) ?? carrierCount++;
    shared.set(stated, known);
    return known;
  });
  return { carrier, carrierCount };
}
