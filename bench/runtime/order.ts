/** Of the broadcast channel between the main thread and the kernels' programs. */
export const benchChannel = "skerry-bench";

/** `inPlace`: round trips that call back instead of resolving a promise. */
export type Measure = "roundTrips" | "inPlace" | "oneWay" | "bulk" | "bulkTransferred";

/** Bytes of a payload that goes through no slot. */
export const bulkBytes = 4096;

/** Main thread to contender. */
export interface Order {
  readonly order: Measure | "end";
  readonly times: number;
}

/** Contender to main thread: nanoseconds, or 0 when it is ready. */
export interface Result {
  readonly result: number;
}
