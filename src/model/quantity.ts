/** Dimensions of quantities. In the model every quantity is a plain number in the base unit of its dimension. */
export type Dimension = "count" | "size" | "time" | "frequency" | "bandwidth";

/**
 * A time as it was said. `picoseconds` is an integer; when the text said cycles, `cycles` and the clock they were
 * counted on are kept so that reports can repeat the author's own number.
 */
export interface Time {
  readonly picoseconds: number;
  readonly cycles: { readonly count: number; readonly hertz: number } | null;
}
