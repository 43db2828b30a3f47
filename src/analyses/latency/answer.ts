import type { Cache, CoherenceDomain, Link, Memory } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";

/** A latency with everything it is made of. */
export interface LatencyAnswer {
  /** The sum of the steps; null when it is not known, and then `reason` says why. */
  readonly picoseconds: number | null;
  readonly steps: readonly LatencyStep[];
  readonly reason: string | null;
}

export interface LatencyStep {
  readonly kind: "cache" | "coherence" | "link" | "memory";
  /** In words: `link p[0].ht[0] -- p[1].ht[0]`. */
  readonly what: string;
  /** Null when the description does not say. */
  readonly picoseconds: number | null;
  /** The part of the description that says it, or should. */
  readonly span: Span;
  /** Bytes per second; null when the description does not say. */
  readonly bandwidth: number | null;
  /** The link that is crossed. */
  readonly link?: Link;
}

/** Adds up steps; unknown as soon as one of them is. */
export function composeSteps(steps: readonly LatencyStep[]): LatencyAnswer {
  const silent = steps.find((step) => step.picoseconds === null);
  if (silent !== undefined) return { picoseconds: null, steps, reason: `No latency is stated for ${silent.what}.` };
  return { picoseconds: steps.reduce((sum, step) => sum + (step.picoseconds ?? 0), 0), steps, reason: null };
}

/** Bytes per second of the narrowest step that says so; null when none does. */
export function narrowest(steps: readonly LatencyStep[]): number | null {
  const stated = steps.flatMap(({ bandwidth }) => bandwidth ?? []);
  return stated.length === 0 ? null : Math.min(...stated);
}

export function unknownLatency(reason: string): LatencyAnswer {
  return { picoseconds: null, steps: [], reason };
}

/** What an unknown step counts where some number is needed to go on: 100 ns, the order of a remote cache line. */
export const nominalPicoseconds = 100_000;

/** The sum of the steps, each unknown one at {@link nominalPicoseconds}. */
export function nominalSum(steps: readonly LatencyStep[]): number {
  return steps.reduce((sum, step) => sum + (step.picoseconds ?? nominalPicoseconds), 0);
}

/**
 * A weight that orders paths by time first and by the number of their steps second, for sums below 2⁴⁰ ps (1.1 s) and
 * 4,096 steps exactly.
 */
export function pathWeight(picoseconds: number): number {
  return picoseconds * 4096 + 1;
}

/** The time of a path of fewer than 4,096 steps, from the sum of their {@link pathWeight}s. */
export function timeOfWeight(weight: number): number {
  return Math.floor(weight / 4096);
}

export function cacheStep(cache: Cache): LatencyStep {
  return {
    kind: "cache",
    what: `cache ${cache.path}`,
    picoseconds: cache.latency?.picoseconds ?? null,
    span: cache.span,
    bandwidth: null,
  };
}

export function coherenceStep(domain: CoherenceDomain): LatencyStep {
  const where = domain.part.path === "" ? domain.part.type : domain.part.path;
  const what = `a line from another cache in ${where}`;
  return {
    kind: "coherence",
    what,
    picoseconds: domain.latency?.picoseconds ?? null,
    span: domain.span,
    bandwidth: domain.bandwidth,
  };
}

export function linkStep(link: Link): LatencyStep {
  return {
    kind: "link",
    what: `link ${link.path}`,
    picoseconds: link.latency?.picoseconds ?? null,
    span: link.span,
    bandwidth: link.bandwidth,
    link,
  };
}

export function memoryStep(memory: Memory): LatencyStep {
  return {
    kind: "memory",
    what: `memory ${memory.path}`,
    picoseconds: memory.latency?.picoseconds ?? null,
    span: memory.span,
    bandwidth: memory.bandwidth,
  };
}
