/** A ring of states: the newest replace the oldest. */
import type { History } from "~skerry/drive";
import type { State } from "~skerry/motor";

const room = 64;

export const program: History = ({ services: { motor } }) => {
  const ring: State[] = [];
  let seen = 0;

  async function record(): Promise<void> {
    for await (const { state } of motor.sampled()) {
      ring[seen % room] = state;
      seen++;
    }
  }

  record().catch(() => {
    // The motor is gone: what was recorded stays.
  });

  /** The oldest first. */
  function* kept(): Generator<State> {
    for (let index = Math.max(0, seen - room); index < seen; index++) {
      const state = ring[index % room];
      if (state !== undefined) yield state;
    }
  }

  return {
    *since(at) {
      for (const state of [...kept()]) if (state.at >= at) yield { state };
    },

    count: () => ({ kept: Math.min(seen, room), lost: Math.max(0, seen - room) }),
  };
};
