import { RingConsumer, RingProducer, Segment } from "../../channel/ring.ts";
import { ringBytes } from "../../channel/slot.ts";
import { loopback } from "../host.ts";

/** The receiving end of a channel. */
export interface Inbound {
  /** Index in the configuration's channels, or {@link loopback}. */
  readonly channel: number;
  readonly from: number;
  readonly virtualChannel: number;
  readonly consumer: RingConsumer;
}

/** The sending end of a channel. */
export interface Outbound {
  readonly channel: number;
  readonly to: number;
  readonly virtualChannel: number;
  readonly producer: RingProducer;
}

const loopbackSlots = 64;

/** A ring from the core to itself: a service is reached in the same way wherever it is. */
export function loopbackEnds(core: number): { readonly inbound: Inbound; readonly outbound: Outbound } {
  const segment = new Segment(new ArrayBuffer(ringBytes(loopbackSlots, 64)));
  const place = { offset: 0, slots: loopbackSlots, slotBytes: 64 };
  const shared = { channel: loopback, virtualChannel: 0 };
  return {
    inbound: { ...shared, from: core, consumer: new RingConsumer(segment, place) },
    outbound: { ...shared, to: core, producer: new RingProducer(segment, place) },
  };
}
