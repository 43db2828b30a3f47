import type { Bulk, Medium, Small } from "./values.ts";

/** Somebody's way to put the messages into bytes and to get them out again. */
export interface Contender {
  readonly name: string;
  readonly small: Codec<Small>;
  readonly medium: Codec<Medium>;
  readonly bulk: Codec<Bulk>;
}

/** `index` is that of the value and of the slot; what is returned is kept, so that nothing is optimised away. */
export interface Codec<Value> {
  encode(index: number): unknown;
  /** What {@link encode} wrote, as an object. */
  decode(index: number): unknown;
  /** What {@link decode} returned as the value it stands for, where the contender has names or types of its own. */
  readonly toValue?: (decoded: never) => Value;
}

export type MessageName = "small" | "medium" | "bulk";
export const messageNames: readonly MessageName[] = ["small", "medium", "bulk"];
