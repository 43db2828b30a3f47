import { Fifo } from "../fifo.ts";
import type { Frame } from "../frame.ts";
import type { Lane } from "./lane.ts";

/** Where frames end: one end of a binding. */
export interface Receiver {
  receive(frame: Frame): void;
  /** Where messages in one slot may go instead; undefined where all are to be received. */
  readonly lane?: Lane | undefined;
}

const most = 0xfeff;
/** From here on up, endpoints are of replicated objects: the last is the first object's. */
export const firstOfStates: number = most + 1;
export const lastOfStates = 0xffff;

/** What an endpoint number of a peer must be. */
export function isEndpoint(endpoint: number): boolean {
  return endpoint > 0 && endpoint <= most;
}

/** The endpoints of a kernel by number. Number 0 is the kernel itself and not in here. */
export class Endpoints {
  readonly #receivers: (Receiver | null)[] = [null];
  /** Those that were given back, the one that has rested longest first. */
  readonly #free = new Fifo<number>();

  /** Numbers that stand for something. */
  get size(): number {
    return this.#receivers.length - 1 - this.#free.length;
  }

  /** A number of its own, for a receiver that may follow; 0 when there are none left. */
  allocate(receiver: Receiver | null = null): number {
    const free = this.#free.shift();
    if (free === undefined) return this.#receivers.length > most ? 0 : this.#receivers.push(receiver) - 1;
    this.#receivers[free] = receiver;
    return free;
  }

  place(endpoint: number, receiver: Receiver): void {
    this.#receivers[endpoint] = receiver;
  }

  /** Gives a number back that nobody sends to any more. */
  release(endpoint: number): void {
    this.#receivers[endpoint] = null;
    this.#free.push(endpoint);
  }

  get(endpoint: number): Receiver | null {
    return this.#receivers[endpoint] ?? null;
  }
}
