import type { Plan } from "../../plan/plan.ts";
import { seededConflationFaults } from "./conflation-template.ts";

export interface ConflationView {
  /** The object whose replicas report to each other. */
  readonly name: string;
  /** Paths of the cores of two of them. */
  readonly from: string;
  readonly to: string;
  /** Of the ring that reports leave over. */
  readonly realSlots: number;
  readonly slots: number;
  /** Whether the model has fewer slots than the ring. */
  readonly reduced: boolean;
  readonly faults: typeof seededConflationFaults;
}

/** More do not show anything new. */
const mostSlots = 2;

/** Of the first object that has several replicas; null where none has. */
export function viewConflation({ boot, machine, system }: Plan): ConflationView | null {
  const state = system?.states.find(({ replicas }) => replicas.length > 1);
  const [from = -1, to = -1] = state?.replicas ?? [];
  const channel = boot?.channels.find((each) => each.from === from);
  if (state === undefined || machine === null || channel === undefined) return null;
  const slots = Math.min(mostSlots, channel.slots);
  return {
    name: state.name,
    from: machine.cores[from]?.path ?? "",
    to: machine.cores[to]?.path ?? "",
    realSlots: channel.slots,
    slots,
    reduced: slots < channel.slots,
    faults: seededConflationFaults,
  };
}
