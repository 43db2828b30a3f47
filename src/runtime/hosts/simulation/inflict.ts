import { type Agenda, picosecondsPerMillisecond } from "./agenda.ts";
import type { Fault, FaultSchedule, Neighbours } from "./faults.ts";
import type { Disturbance } from "./lossy-wire.ts";
import type { SimulatedCore } from "./simulated-core.ts";
import type { Wires } from "./wires.ts";

/** What a simulation lets faults do to it. */
export interface Victim {
  readonly agenda: Agenda;
  readonly wires: Wires;
  /** Null for one that does not boot. */
  simulatedCore(core: number): SimulatedCore | null;
  kill(core: number): void;
  restart(core: number): void;
  /** After a while the ends of channels see whether they are cut. */
  noticeCuts(channels: readonly number[]): void;
}

/** Puts the faults of a schedule on a simulation's agenda. */
export function inflict(victim: Victim, schedule: FaultSchedule): void {
  for (const fault of schedule) {
    const at = (milliseconds: number, happen: () => void) =>
      victim.agenda.at(milliseconds * picosecondsPerMillisecond, happen);
    const { begin, end } = effectOf(victim, fault);
    at(fault.at, begin);
    if (fault.until !== null) at(Math.max(fault.at, fault.until), end);
  }
}

interface Effect {
  readonly begin: () => void;
  readonly end: () => void;
}

function effectOf(victim: Victim, fault: Fault): Effect {
  const { wires } = victim;
  switch (fault.kind) {
    case "kill":
      return { begin: () => victim.kill(fault.core), end: () => victim.restart(fault.core) };
    case "cut":
      return cutting(victim, channelsOf(wires, fault.between));
    case "partition": {
      const inside = new Set(fault.cores);
      return cutting(
        victim,
        wires.channelsBetween((one, other) => inside.has(one) && !inside.has(other)),
      );
    }
    case "delay": {
      const by = (picoseconds: number) => () => {
        for (const channel of channelsOf(wires, fault.between)) wires.lengthen(channel, picoseconds);
      };
      return { begin: by(fault.nanoseconds * 1000), end: by(-fault.nanoseconds * 1000) };
    }
    case "disturb": {
      const become = (disturbance: Disturbance) => () => {
        for (const channel of channelsOf(wires, fault.between)) wires.disturb(channel, disturbance);
      };
      return { begin: become(fault), end: become({ loss: 0, duplication: 0, reordering: 0 }) };
    }
    case "slow":
      return ofCore(victim, fault.core, (core, begins) => core.slowDown(begins ? fault.factor : 1));
    case "skew":
      return ofCore(victim, fault.core, (core, begins) => core.skew(begins ? fault.rate : 1));
  }
}

function channelsOf(wires: Wires, [one, other]: Neighbours): readonly number[] {
  return wires.channelsBetween((from, to) => from === one && to === other);
}

function cutting(victim: Victim, channels: readonly number[]): Effect {
  const change = (act: (channel: number) => void) => () => {
    for (const channel of channels) act(channel);
    victim.noticeCuts(channels);
  };
  return {
    begin: change((channel) => victim.wires.cut(channel)),
    end: change((channel) => victim.wires.heal(channel)),
  };
}

function ofCore(victim: Victim, core: number, act: (core: SimulatedCore, begins: boolean) => void): Effect {
  const when = (begins: boolean) => () => {
    const simulated = victim.simulatedCore(core);
    if (simulated !== null) act(simulated, begins);
  };
  return { begin: when(true), end: when(false) };
}
