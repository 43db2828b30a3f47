/** Asks as a network does: the n-th key n times as seldom as the first. No answer is older than one seen before. */
import type { Network } from "~skerry/keyvalue";
import { MissingFailure } from "~skerry/pairs";
import { keyOf, keys } from "./keys.ts";

const requests = 600;
/** Requests under way at once. */
const atOnce = 4;
/** Milliseconds from an answer to the next request. */
const pause = 0.005;

export const program: Network = async ({ core, log, sleep, services: { front } }) => {
  const random = randomNumbers(20);
  const newest = new Map<string, number>();
  let missing = 0;

  async function ask(key: string): Promise<void> {
    const before = newest.get(key) ?? 0;
    const answer = await front.get(key).catch((error: unknown) => {
      if (error instanceof MissingFailure) return null;
      throw error;
    });
    if (answer === null) missing++;
    else if (answer.version < before) throw new Error(`${key} went back to version ${answer.version}`);
    else newest.set(key, Math.max(newest.get(key) ?? 0, answer.version));
  }

  async function askInTurn(): Promise<void> {
    for (let request = 0; request < requests / atOnce; request++) {
      await ask(keyOf(seldom(random())));
      await sleep(pause);
    }
  }

  await Promise.all(Array.from({ length: atOnce }, askInTurn));
  const { here, there } = await front.answers();
  log(
    `${requests} requests from ${core}: ${here} answered by the card, ${there} by the host, ${missing} of no value yet`,
  );
};

/** Of all keys, a number near 0 more likely than others (Zipf's law, by inversion of its integral). */
function seldom(uniform: number): number {
  return Math.min(keys - 1, Math.floor((keys + 1) ** uniform) - 1);
}

/** From 0 to 1, the same ones each time (xorshift32: Marsaglia, "Xorshift RNGs", 2003). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
