/** Trips the motor when it draws too much for too long. */
import type { Guard } from "~skerry/drive";

/** Samples in a row before anything is done: starting draws much, but not for long. */
const patience = 20;
/** Milliseconds. Real-time cores need less than the interface states; threads of a busy computer more, now and then. */
const timeout = 2000;
/** Milliseconds until it looks again when it has lost sight of the motor. */
const pause = 10;

export const program: Guard = ({ core, events, log, signal, sleep, services: { motor } }) => {
  let most = Number.POSITIVE_INFINITY;
  let over = 0;

  async function watch(): Promise<void> {
    for await (const { state } of motor.sampled()) {
      over = Math.abs(state.current) > most && !state.tripped ? over + 1 : 0;
      if (over < patience) continue;
      over = 0;
      const { state: stopped } = await motor.trip({ timeout });
      log(`${state.current.toFixed(1)} A for ${patience} samples: stopped at ${stopped.at} ms`);
      events.tryStopped(state.current, stopped.at);
    }
  }

  /** A link that was cut comes back, and so does a motor that starts anew. */
  async function watchOn(): Promise<void> {
    while (!signal.aborted) {
      await watch().catch((reason: unknown) => signal.aborted || log(`blind for a while: ${String(reason)}`));
      await sleep(pause);
    }
  }

  // The sleep of a system that shuts down rejects: that ends the watch.
  watchOn().catch(() => {});
  log(`watching from ${core}`);

  return {
    limit(current) {
      most = current;
    },
  };
};
