/** The answers that the card can give alone: copies of the pairs asked for last. */

import type { Front } from "~skerry/keyvalue";
import type { Pair } from "~skerry/pairs";

/** Copies kept here. */
const room = 16;
/** Milliseconds until it asks for news again. */
const pause = 1;

export const program: Front = ({ core, log, signal, sleep, services: { store } }) => {
  /** The pair used last stands last. */
  const copies = new Map<string, Pair>();
  /** The newest version that was told of, of keys that are being fetched. */
  const told = new Map<string, number>();
  let here = 0;
  let there = 0;

  async function listen(): Promise<void> {
    for await (const { key, version } of store.changed()) {
      told.set(key, version);
      const copy = copies.get(key);
      if (copy !== undefined && copy.version < version) copies.delete(key);
    }
  }

  /** Who has missed news cannot trust a copy any more. */
  async function listenAgain(): Promise<void> {
    while (!signal.aborted) {
      await listen().catch(() => copies.clear());
      await sleep(pause);
    }
  }

  // The sleep of a system that shuts down rejects.
  listenAgain().catch(() => {});
  log(`answering on ${core}`);

  function keep(pair: Pair): void {
    // News may have overtaken the answer.
    if (pair.version < (told.get(pair.key) ?? 0)) return;
    copies.delete(pair.key);
    copies.set(pair.key, pair);
    const [oldest] = copies.keys();
    if (copies.size > room && oldest !== undefined) copies.delete(oldest);
  }

  return {
    async get(key) {
      const copy = copies.get(key);
      if (copy === undefined) there++;
      else here++;
      const pair = copy ?? (await store.get(key)).pair;
      keep({ ...pair, value: pair.value.slice() });
      return { version: pair.version, value: pair.value };
    },

    answers: () => ({ here, there }),
  };
};
