import type { ReplicatedObject } from "../state/replicated-object.ts";
import type { KernelEvent, ProgramPlace } from "./events.ts";

/** The channel number of a kernel's ring to itself. */
export const loopback = -1;

/** How a kernel watches its neighbours. Milliseconds. */
export interface WatchTiming {
  /** Between two looks at who has said nothing. */
  readonly every: number;
  /** Who says nothing for so long, and for as long as it takes there and back by the plan, though asked, is suspected. */
  readonly patience: number;
}

/** How long agreement on who takes part may take. Milliseconds. */
export interface MembershipTiming {
  /** Until what has not been agreed on is proposed once more. */
  readonly retry?: number;
  /** Until the rest of a failure domain of which something is lost is expected to be missed too. */
  readonly gather?: number;
  /** Until a core that one neighbour misses is expected to be missed by all: where each notices at a time of its own. */
  readonly doubt?: number;
  /** Null for a host that itself says who has died. */
  readonly watch?: WatchTiming | null;
}

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
  /** The boot core of the board that this kernel belongs to has given an order, of that kind of frame. */
  ordered?(kind: number): void;
  readonly membership?: MembershipTiming;
  /**
   * The others go on without this kernel: it does nothing any more that they could see, and has to start anew to take part.
   */
  excluded?(): void;
}

/** What programs need beside the kernel. */
export interface ProgramHost extends KernelHost {
  /** Milliseconds until a binding that is not made has failed; `Infinity` for never. */
  readonly bindingTimeout: number;
  /** Calls back after that many milliseconds of {@link now}; returns what calls it off. */
  timer(milliseconds: number, callback: () => void): () => void;
  /** What a program is given in place of a replicated object, for hosts that write down what is done to it. */
  observed?(name: string, object: ReplicatedObject, place: ProgramPlace): ReplicatedObject;
}
