import type { Plan } from "../../plan/plan.ts";
import { seededRingFaults } from "./ring-template.ts";

export interface RingView {
  /** Paths of the cores of the channel that the model is named after: all rings are of one kind. */
  readonly from: string;
  readonly to: string;
  readonly realSlots: number;
  readonly slots: number;
  /** Whether the model has fewer slots than the ring. */
  readonly reduced: boolean;
  /** Slots given back together. */
  readonly batch: number;
  /** Enough that the ring is full, and goes round. */
  readonly messages: number;
  readonly start: number;
  readonly faults: typeof seededRingFaults;
}

/** More do not show anything new, and take SPIN long. */
const mostSlots = 4;
/** Positions of the model are bytes. */
const positions = 256;

/** Of the smallest ring; null for a plan without channels. */
export function viewRing({ boot, machine }: Plan): RingView | null {
  const channel = boot?.channels.toSorted((left, right) => left.slots - right.slots)[0];
  if (channel === undefined || machine === null) return null;
  const slots = Math.min(mostSlots, channel.slots);
  return {
    from: machine.cores[channel.from]?.path ?? "",
    to: machine.cores[channel.to]?.path ?? "",
    realSlots: channel.slots,
    slots,
    reduced: slots < channel.slots,
    batch: Math.max(1, slots >> 2),
    messages: 2 * slots + 1,
    start: positions - slots - 2,
    faults: seededRingFaults,
  };
}
