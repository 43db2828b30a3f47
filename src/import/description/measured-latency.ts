/**
 * What somebody measured between two CPUs: the time of one cache line one way, taken as half of the round trip in which
 * the line goes there and an answer comes back.
 */
export interface MeasuredLatency {
  /** Numbers of Linux's CPUs. */
  readonly from: number;
  readonly to: number;
  readonly nanoseconds: number;
  /** Who measured, when and how. */
  readonly source: string;
}

/** What is told about the time from a core to a memory. */
export interface MemoryLatency {
  /** The number of one of the core's CPUs. */
  readonly from: number;
  /** The number of the memory's node. */
  readonly node: number;
  readonly nanoseconds: number;
  readonly source: string;
}
