import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Store } from "../../src/runtime/codec/store.ts";
import { type Fault, type FuzzReport, fuzzDecoders, judge } from "./fuzz-decoders.ts";
import { mutate, Random } from "./mutate.ts";
import { loadTargets, type Target } from "./targets.ts";

const folder = new URL("seeds/", import.meta.url);
const seeds = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name): Fault => JSON.parse(readFileSync(new URL(name, folder), "utf8")));
/** Set by `npm run fuzz`. */
const messages = Number(process.env["SKERRY_FUZZ_MESSAGES"] ?? 40_000);
const seed = Number(process.env["SKERRY_FUZZ_SEED"] ?? 1);

describe("generated decoders", () => {
  test("withstand damaged messages", { timeout: 1_800_000 }, async () => {
    const targets = await loadTargets(seed);
    const report = await fuzzDecoders(targets, messages, seed);
    if ("bytes" in report) keep(report);
    expect(report).toMatchObject({ messages });
    // Messages of both kinds have been seen, and several reasons to refuse one.
    expect(report).toSatisfy((found: FuzzReport) => found.accepted > messages / 10);
    expect(report).toSatisfy((found: FuzzReport) => found.outcomes > 3 * targets.length);
    console.log(`${targets.length} kinds of messages, seed ${seed}: ${JSON.stringify(report)}`);
  });

  test.each(seeds)("withstand what once broke $target", async ({ target, bytes }) => {
    const found = (await loadTargets(1)).find(({ name }) => name === target);
    expect(found).toBeDefined();
    if (found !== undefined) expect(await judge(found, Buffer.from(bytes, "hex"), true)).toBeNull();
  });
});

/** What broke a decoder once is tried ever after. */
function keep(fault: Fault): void {
  const name = `${fault.target.replaceAll(/\W+/g, "-")}-${fault.bytes.slice(0, 16)}.json`;
  writeFileSync(new URL(name, folder), `${JSON.stringify(fault, null, 2)}\n`);
}

describe("the fuzzer itself", () => {
  const target = (read: Target["read"]): Target => ({
    ...{ name: "Planted.fault request", valid: [new Uint8Array([4, 0, 0, 0, 1, 2, 3, 4])], most: 72 },
    read,
    sendAgain: () => Promise.resolve(),
  });

  test("finds a decoder that crashes", async () => {
    const crashing = target((message) => {
      if ((message[0] ?? 0) > 0x80) throw new TypeError("boom");
      return "refused";
    });
    expect(await fuzzDecoders([crashing], 5_000, 1)).toMatchObject({ what: "TypeError: boom" });
  });

  test("finds a decoder that believes a length word", async () => {
    const believing = target((message, around) => {
      const read = (store: Store, at: number) => store.bytes.slice(at + 4, at + 4 + (store.loadU32(at) & 0xff)).join();
      return { value: around.read({ bytes: message, read }, message), received: null };
    });
    expect(await fuzzDecoders([believing], 5_000, 1)).toMatchObject({ what: "reads outside the message" });
  });

  test("does the same for the same seed", () => {
    const [one, other] = [new Random(7), new Random(7)];
    const message = new Uint8Array(40).fill(9);
    expect(mutate(message, message, 64, one)).toEqual(mutate(message, message, 64, other));
  });
});
