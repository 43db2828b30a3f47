import type { Address } from "../channels/line.ts";
import { lowestPriority } from "../channels/priority-queue.ts";
import type { ControlMessage } from "../control/control.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import { frameKind } from "../frame.ts";
import type { Endpoints } from "../switching/endpoints.ts";
import type { ServerBinding } from "./server-binding.ts";
import type { Service } from "./service.ts";

/** A server's end of a connection. */
export interface ServerEnd {
  readonly service: Service;
  readonly binding: ServerBinding;
}

/** The servers' ends of connections whose clients may still send; the number of one is free once nobody sends to it any more. */
export class ServerEnds {
  readonly #control: ControlEndpoint;
  readonly #endpoints: Endpoints;
  /** By endpoint. */
  readonly #ends = new Map<number, ServerEnd>();

  constructor(control: ControlEndpoint, endpoints: Endpoints) {
    this.#control = control;
    this.#endpoints = endpoints;
  }

  /** As they are now: those that end meanwhile stay in it. */
  all(): readonly ServerEnd[] {
    return [...this.#ends.values()];
  }

  begin(end: ServerEnd): void {
    const { endpoint } = end.binding;
    this.#endpoints.place(endpoint, end.binding);
    this.#ends.set(endpoint, end);
  }

  /** The one of that number whose client is there; undefined when there is none. */
  find(endpoint: number, client: Address): ServerEnd | undefined {
    const end = this.#ends.get(endpoint);
    const peer = end?.binding.peer;
    return peer?.core === client.core && peer.endpoint === client.endpoint ? end : undefined;
  }

  /** The last that these send to their clients, who answer it unless they are severed. */
  tellUnbound(bindings: readonly ServerBinding[], isSevered: boolean = false): void {
    for (const { peer, endpoint } of bindings) {
      const message: ControlMessage = { numbers: [peer.endpoint, endpoint, isSevered ? 1 : 0, 0], texts: [] };
      this.#control.send(peer.core, frameKind.unbound, 0, message, lowestPriority);
    }
  }

  /** Nobody sends to it any more. */
  end({ binding }: ServerEnd): void {
    if (this.#ends.get(binding.endpoint)?.binding !== binding) return;
    this.#ends.delete(binding.endpoint);
    this.#endpoints.release(binding.endpoint);
  }
}
