/** Runs the motor up, waits until it holds the speed, and brakes it until the guard has had enough. */
import type { Operator, OperatorServices } from "~skerry/drive";
import { Fault, FaultFailure } from "~skerry/motor";

/** Radians per second. */
const speed = 200;
/** Amperes. */
const most = 9;
/** The times that the interface states are those of real-time cores; threads of a busy computer come later now and then. */
const patient = { timeout: 2000 };

export const program: Operator = async ({ log, services }) => {
  const { motor, guard, history } = services;
  const stopped = guard.stopped();
  const firstStop = stopped.next();
  // It is waited for below; should it fail before that, it is no surprise.
  firstStop.catch(() => {});

  await guard.limit(most);
  await motor.turn(speed, patient);
  const settled = await settle(services);
  log(`${speed} rad/s after ${settled} ms`);

  await motor.load(0.6);
  const { value: stop } = await Promise.race([firstStop, expectLoaded(services)]);
  await stopped.return?.();
  if (stop === undefined || stop.seen < most) throw new Error("the motor was stopped for no reason");

  const refused = await motor.turn(speed, patient).catch((error: unknown) => error);
  if (!(refused instanceof FaultFailure) || refused.detail !== Fault.tripped) throw new Error("it turns all the same");
  await motor.load(0);
  await motor.clear();
  await motor.turn(speed / 2, patient);

  let peak = 0;
  for await (const { state } of history.since(settled)) peak = Math.max(peak, state.current);
  const { kept, lost } = await history.count();
  log(`stopped at ${stop.at} ms, at most ${peak.toFixed(1)} A; ${kept} states kept, ${lost} gone`);
};

/** Ends only where no guard will stop the motor: it is out of sight, or has begun anew, without a load. */
async function expectLoaded({ motor }: OperatorServices): Promise<never> {
  let latest = 0;
  for await (const { state } of motor.sampled()) {
    if (state.at < latest) break;
    latest = state.at;
  }
  throw new Error("the motor has begun anew");
}

/** Waits until the speed has been right for ten samples; milliseconds since the loop began. */
async function settle({ motor }: OperatorServices): Promise<number> {
  let right = 0;
  for await (const { state } of motor.sampled()) {
    right = Math.abs(state.speed - speed) < 1 ? right + 1 : 0;
    if (right === 10) return state.at;
    if (state.at > 10_000) break;
  }
  throw new Error("the speed was never right");
}
