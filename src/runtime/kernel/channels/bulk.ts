import { BlockConsumer, BlockProducer } from "../../channel/block-ring.ts";
import type { Segment } from "../../channel/ring.ts";
import type { BootBulkRing, BootConfiguration } from "../boot-configuration.ts";

/** Which binding of the system is meant: that of an instance of a program to an instance of a service. */
export interface BindingPlace {
  readonly program: string;
  readonly instance: number;
  readonly service: string;
  readonly serviceInstance: number;
}

/** One kernel's ends of the rings of blocks of a binding; null for a direction without one. */
export interface BulkEnds {
  readonly producer: BlockProducer | null;
  readonly consumer: BlockConsumer | null;
}

export const noBulk: BulkEnds = { producer: null, consumer: null };

/** Gives the bindings of a kernel their rings of blocks, each end of them once. */
export class Bulk {
  readonly #segment: Segment;
  readonly #core: number;
  readonly #all: readonly BootBulkRing[];
  /** Rings whose client's end, or server's end, is in this kernel and free. */
  readonly #ofClients: Set<BootBulkRing>;
  readonly #ofServers: Set<BootBulkRing>;

  constructor({ bulk }: Pick<BootConfiguration, "bulk">, core: number, segment: Segment) {
    this.#segment = segment;
    this.#core = core;
    this.#all = bulk.filter(({ from, to }) => from === core || to === core);
    this.#ofClients = new Set(bulk.filter((ring) => clientCore(ring) === core));
    this.#ofServers = new Set(bulk.filter((ring) => serverCore(ring) === core));
  }

  /** For the client's end of a binding to a service on core `peer`. */
  takeClientEnds(place: BindingPlace, peer: number): BulkEnds {
    const rings = [...this.#ofClients].filter((ring) => serverCore(ring) === peer && isOf(ring, place));
    return this.#take(this.#ofClients, rings);
  }

  /** For the server's end of a binding, if there is such a client on core `peer`. */
  takeServerEnds(place: BindingPlace, peer: number): BulkEnds {
    const rings = [...this.#ofServers].filter((ring) => clientCore(ring) === peer && isOf(ring, place));
    return this.#take(this.#ofServers, rings);
  }

  /** The kernel of a core starts anew: what it shares with this one is free again, and empty. */
  reset(core: number): void {
    for (const ring of this.#all) {
      if (ring.from !== core && ring.to !== core) continue;
      Atomics.store(this.#segment.words, ring.offset >> 2, 0);
      if (clientCore(ring) === this.#core) this.#ofClients.add(ring);
      if (serverCore(ring) === this.#core) this.#ofServers.add(ring);
    }
  }

  #take(free: Set<BootBulkRing>, rings: readonly BootBulkRing[]): BulkEnds {
    for (const ring of rings) free.delete(ring);
    const requests = rings.find(({ direction }) => direction === "request");
    const replies = rings.find(({ direction }) => direction === "reply");
    const [out, back] = free === this.#ofClients ? [requests, replies] : [replies, requests];
    return {
      producer: out === undefined ? null : new BlockProducer(this.#segment, out),
      consumer: back === undefined ? null : new BlockConsumer(this.#segment, back),
    };
  }
}

function clientCore({ direction, from, to }: BootBulkRing): number {
  return direction === "request" ? from : to;
}

function serverCore({ direction, from, to }: BootBulkRing): number {
  return direction === "request" ? to : from;
}

function isOf(ring: BootBulkRing, place: BindingPlace): boolean {
  return (
    ring.program === place.program &&
    ring.instance === place.instance &&
    ring.service === place.service &&
    ring.serviceInstance === place.serviceInstance
  );
}
