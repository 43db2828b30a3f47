/** Trips the motor when it draws too much for too long. */
import type { Guard } from "~skerry/drive";

/** Samples in a row before anything is done: starting draws much, but not for long. */
const patience = 20;
/** Milliseconds. Real-time cores need less than the interface states; threads of a busy computer more, now and then. */
const timeout = 2000;

export const program: Guard = ({ core, events, log, signal, services: { motor } }) => {
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

  watch().catch((reason: unknown) => {
    if (!signal.aborted) log(`no longer watching: ${String(reason)}`);
  });
  log(`watching from ${core}`);

  return {
    limit(current) {
      most = current;
    },
  };
};
