import type { NumberRange } from "../../algorithms/number-ranges.ts";
import type { Buffer, Program } from "../../model/deployment.ts";
import type { Core, Memory } from "../../model/machine.ts";

/** Where the copies of each program lie; in the order of the system's services, then clients. */
export type Placement = ReadonlyMap<Program, readonly Placed[]>;

export interface Placed {
  readonly core: Core;
  /** In words, most important first. */
  readonly reasons: readonly string[];
  /** In the order of the program's buffers. */
  readonly buffers: readonly LaidBuffer[];
}

export interface LaidBuffer {
  readonly buffer: Buffer;
  readonly memory: Memory;
  /** The bytes of the memory that all who use it can address, and nobody who must not: where it may lie. */
  readonly bytes: readonly NumberRange[];
  /** In words, most important first. */
  readonly reasons: readonly string[];
}

/** Picoseconds a message takes between two kernels, cores by number; -1 where none gets through. */
export type RouteLatency = (from: number, to: number) => number;

/** Picoseconds between two kernels; `Infinity` where no message gets through. */
export function messageTime(latency: RouteLatency, from: Core, to: Core): number {
  const time = latency(from.index, to.index);
  return time === -1 ? Number.POSITIVE_INFINITY : time;
}

/** A time in words: `97.5 ns`. */
export function printTime(picoseconds: number): string {
  return `${Number((picoseconds / 1000).toFixed(3))} ns`;
}
