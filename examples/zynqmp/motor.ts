/** The loop: a step each millisecond, and the messages in between. */
import type { Motor } from "~skerry/drive";
import { Fault, FaultFailure, period, type State } from "~skerry/motor";
import { Controller, Plant } from "./dynamics.ts";

/** Radians per second that the bearings bear. */
const fastest = 400;
const steps = 10;

export const program: Motor = ({ core, events, log, signal, sleep }) => {
  const plant = new Plant();
  const controller = new Controller();
  let at = 0;
  let tripped = false;

  const state = (): State => ({ at, speed: plant.speed, current: plant.current, tripped });

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await sleep(period);
      const voltage = tripped ? 0 : controller.answer(plant.speed, period / 1000);
      plant.advance(voltage, period / 1000);
      at += period;
      if (at % (steps * period) === 0) events.trySampled(state());
    }
  }

  // The sleep of a system that shuts down rejects: that ends the loop.
  loop().catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
  log(`the loop runs on ${core}`);

  return {
    turn(speed) {
      if (tripped) throw new FaultFailure(Fault.tripped);
      if (Math.abs(speed) > fastest) throw new FaultFailure(Fault.tooFast);
      controller.wish = speed;
    },

    load(torque) {
      plant.torque = torque;
    },

    trip() {
      tripped = true;
      controller.reset();
      return { state: state() };
    },

    clear() {
      tripped = false;
    },
  };
};
