/** Writes all values, then changes some of them again and again. */
import type { Editor } from "~skerry/keyvalue";
import { longest } from "~skerry/pairs";
import { keyOf, keys } from "./keys.ts";

const rounds = 20;
/** Milliseconds between two changes. */
const pause = 0.05;

export const program: Editor = async ({ core, log, sleep, services: { store } }) => {
  for (let key = 0; key < keys; key++) await store.put(keyOf(key), new Uint8Array(longest).fill(key));
  for (let round = 1; round <= rounds; round++) {
    await sleep(pause);
    const { version } = await store.put(keyOf(round % 4), new Uint8Array(longest).fill(round));
    const { pair } = await store.get(keyOf(round % 4));
    if (pair.version !== version || pair.value.some((byte) => byte !== round)) throw new Error("a change was lost");
  }
  log(`${keys + rounds} values written from ${core}`);
};
