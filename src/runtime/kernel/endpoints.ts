import type { Frame } from "./frame.ts";

/** Where frames end: one end of a binding. */
export interface Receiver {
  receive(frame: Frame): void;
}

const most = 0xffff;

/** What an endpoint number of a peer must be. */
export function isEndpoint(endpoint: number): boolean {
  return endpoint > 0 && endpoint <= most;
}

/** The endpoints of a kernel by number. Number 0 is the kernel itself and not in here. */
export class Endpoints {
  readonly #receivers: (Receiver | null)[] = [null];

  /** A number of its own, for a receiver that may follow; 0 when there are none left. */
  allocate(receiver: Receiver | null = null): number {
    if (this.#receivers.length > most) return 0;
    return this.#receivers.push(receiver) - 1;
  }

  place(endpoint: number, receiver: Receiver): void {
    this.#receivers[endpoint] = receiver;
  }

  get(endpoint: number): Receiver | null {
    return this.#receivers[endpoint] ?? null;
  }
}
