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
