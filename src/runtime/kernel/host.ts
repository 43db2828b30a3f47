import type { KernelEvent } from "./events.ts";

/** The channel number of a kernel's ring to itself. */
export const loopback = -1;

/** All that a kernel knows of the world. A host drives {@link Kernel} by its inputs and serves it with these. */
export interface KernelHost {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Whether {@link Kernel.tick} is called every few microseconds now, so that calls need not read the clock themselves. */
  readonly ticking: boolean;
  /** A frame was put into a channel (an index into the configuration's): its consumer may be asleep. */
  published(channel: number): void;
  /** Credits were returned over a channel: its producer may be waiting for them. */
  credited(channel: number): void;
  /** `Kernel.expire` is due at that time; replaces what was asked for before. */
  alarm(at: number): void;
  log(event: KernelEvent): void;
}

/** What programs need beside the kernel. */
export interface ProgramHost extends KernelHost {
  /** Milliseconds until a binding that is not made has failed; `Infinity` for never. */
  readonly bindingTimeout: number;
  /** Calls back after that many milliseconds of {@link now}; returns what calls it off. */
  timer(milliseconds: number, callback: () => void): () => void;
}
