/** All pairs, and the news of every change. */
import type { Store } from "~skerry/keyvalue";
import { Missing, MissingFailure, type Pair } from "~skerry/pairs";

export const program: Store = ({ core, events, log }) => {
  const pairs = new Map<string, Pair>();
  log(`keeping all pairs on ${core}`);

  return {
    get(key) {
      const pair = pairs.get(key);
      if (pair === undefined) throw new MissingFailure(Missing.neverPut);
      return { pair };
    },

    async put(key, value) {
      const version = (pairs.get(key)?.version ?? 0) + 1;
      pairs.set(key, { key, version, value: value.slice() });
      // Whoever has a copy knows before the writer does.
      await events.changed(key, version);
      return { version };
    },
  };
};
