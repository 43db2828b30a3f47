import fc from "fast-check";
import { expect, test } from "vitest";
import { Store } from "../../../src/runtime/codec/store.ts";
import { arbitraryInterface } from "../arbitrary-interface.ts";
import type { Loopback, Passed } from "./loopback.ts";
import { arbitraryUse, connect, type Read, roundTrip, useAgain } from "./uses.ts";

/** Memory that somebody writes to while it is read: now and then a word has changed by the time it is looked at. */
class FickleStore extends Store {
  #state: number;
  readonly #message: Uint8Array;

  constructor(message: Uint8Array, seed: number) {
    super(new SharedArrayBuffer(Math.ceil(message.length / 8) * 8 + 32));
    this.bytes.set(message, 8);
    this.#message = message;
    this.#state = seed | 1;
  }

  /** Of xorshift32 (Marsaglia, "Xorshift RNGs", 2003). */
  #next(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }

  #change(): void {
    const { length } = this.#message;
    if (length === 0) return;
    const at = this.#next() % length;
    // Often small, as lengths, tags and enums are; or what stood there, so that some messages get through.
    const choice = this.#next() % 4;
    this.bytes[8 + at] = choice === 0 ? this.#next() : choice === 1 ? this.#next() % 4 : (this.#message[at] ?? 0);
  }

  override loadU8(at: number): number {
    this.#change();
    return super.loadU8(at);
  }
  override loadU16(at: number): number {
    this.#change();
    return super.loadU16(at);
  }
  override loadU32(at: number): number {
    this.#change();
    return super.loadU32(at);
  }
  override loadI32(at: number): number {
    this.#change();
    return super.loadI32(at);
  }
  override loadU64(at: number): bigint {
    this.#change();
    return super.loadU64(at);
  }
}

function readFickle({ read, bytes }: Passed, loopback: Loopback, seed: number): Read | "refused" {
  loopback.received = null;
  try {
    const value = read(new FickleStore(bytes, seed), 8, bytes.length);
    return { value, received: loopback.received };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DecodeError") throw error;
    return "refused";
  }
}

test("what changes while it is read is refused or a valid value: every word is looked at once", {
  timeout: 120_000,
}, async () => {
  const outcomes = { refused: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(arbitraryInterface, fc.integer(), async (plan, seed) => {
      const { loopback } = await connect(plan);
      for (const use of fc.sample(arbitraryUse(plan), { numRuns: 8, seed })) {
        loopback.passed.length = 0;
        await roundTrip(loopback, use);
        for (const passed of [...loopback.passed]) {
          for (let round = 1; round <= 20; round++) {
            const read = readFickle(passed, loopback, Math.imul(seed + round, 0x9e3779b1));
            outcomes[read === "refused" ? "refused" : "taken"]++;
            // What was read can be sent again, so it is valid.
            if (read !== "refused") await roundTrip(loopback, useAgain(use, read));
          }
        }
      }
    }),
    { numRuns: 15 },
  );
  expect(outcomes.refused).toBeGreaterThan(0);
  expect(outcomes.taken).toBeGreaterThan(0);
});
