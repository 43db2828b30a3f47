/** Of the broadcast channel between the main thread and the kernels' programs. */
export const benchChannel = "skerry-bench";

/** Main thread to contender. */
export interface Order {
  readonly order: "roundTrips" | "oneWay" | "end";
  readonly times: number;
}

/** Contender to main thread: nanoseconds, or 0 when it is ready. */
export interface Result {
  readonly result: number;
}
