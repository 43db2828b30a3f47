/** The broadcast channel between the main thread and the kernels' programs, which have their system's name behind `?`. */
export function channelOf(programs: string): string {
  return `skerry-bench${new URL(programs).search}`;
}

/** How two kernels agree. */
export const protocols = ["broadcast", "twoPhase", "majority", "shootdown"] as const;
export type Protocol = (typeof protocols)[number];

/** Changes, or calls, that are under way at once where there are many. */
export const together = 64;

/**
 * `inPlace`: round trips that call back instead of resolving a promise. `asleep`: round trips between two that sleep until
 * they are woken. `crowd`: the same by many at once, each call measured by itself. `heap`: bytes of both ends' heaps. A
 * protocol: changes that are agreed on by it, one after the other. `…Together`: {@link together} at a time.
 */
export type Measure =
  | ("roundTrips" | "inPlace" | "asleep" | "oneWay" | "bulk" | "bulkTransferred" | "crowd" | "heap")
  | Protocol
  | `${"roundTrips" | Protocol}Together`;

/** Bytes of a payload that goes through no slot. */
export const bulkBytes = 4096;

/** Main thread to contender. */
export interface Order {
  readonly order: Measure | "end";
  readonly times: number;
}

/** Contender to main thread: nanoseconds, or bytes, or 0 when it is ready. */
export interface Result {
  readonly result: number;
  /** Of one caller in a crowd: nanoseconds of its calls, ascending. */
  readonly latencies?: Float64Array;
}
