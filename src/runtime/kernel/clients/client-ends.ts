import type { Address } from "../channels/line.ts";
import { lowestPriority } from "../channels/priority-queue.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import { frameKind } from "../frame.ts";
import type { Endpoints } from "../switching/endpoints.ts";
import type { ClientEnd } from "./client-end.ts";

/**
 * The clients' ends of connections that were begun and have not ended. An end tells the other when it sends nothing more, as
 * the last it sends; its number is free once both have.
 */
export class ClientEnds {
  readonly #control: ControlEndpoint;
  readonly #endpoints: Endpoints;
  readonly #ends = new Map<number, ClientEnd>();

  constructor(control: ControlEndpoint, endpoints: Endpoints) {
    this.#control = control;
    this.#endpoints = endpoints;
  }

  [Symbol.iterator](): IterableIterator<ClientEnd> {
    return this.#ends.values();
  }

  /** Gives it an endpoint; false when the kernel has none left. */
  begin(end: ClientEnd): boolean {
    end.endpoint = this.#endpoints.allocate(end.binding);
    if (end.endpoint !== 0) this.#ends.set(end.endpoint, end);
    return end.endpoint !== 0;
  }

  /** The one of that number whose server is there; undefined when there is none. */
  find(endpoint: number, server: Address): ClientEnd | undefined {
    const end = this.#ends.get(endpoint);
    return end?.peer?.core === server.core && end.peer.endpoint === server.endpoint ? end : undefined;
  }

  /** Tells the server, behind everything else, that nothing more is sent to it; `inOrder`: it is to finish what it has. */
  leave(end: ClientEnd, peer: Address, inOrder: boolean = false): void {
    if (end.left) return;
    end.left = true;
    const numbers = [peer.endpoint, end.endpoint, inOrder ? 1 : 0, 0] as const;
    this.#control.send(peer.core, frameKind.unbind, 0, { numbers, texts: [] }, lowestPriority);
  }

  /** Nobody sends to it any more. */
  end(end: ClientEnd): void {
    if (this.#ends.delete(end.endpoint)) this.#endpoints.release(end.endpoint);
  }
}
