import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryUploadingInterface } from "../arbitrary-interface.ts";
import { array, block, planInterface, scalar, unionType } from "../interface-plans.ts";
import { damage } from "./damage.ts";
import { storeOf, untouched } from "./loopback.ts";
import { arbitraryUse, connect, expectSame, invoke, readSafely, roundTrip, useAgain } from "./uses.ts";

describe("generated codecs", () => {
  test("bring every value across unchanged", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryUploadingInterface, async (plan) => {
        const { loopback } = await connect(plan);
        await fc.assert(
          fc.asyncProperty(arbitraryUse(plan), (use) => roundTrip(loopback, use)),
          { numRuns: 40 },
        );
      }),
      { numRuns: 25 },
    );
  });

  test("read damaged messages as valid ones or refuse them, and never look outside", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryUploadingInterface, fc.nat(), async (plan, seed) => {
        const { loopback } = await connect(plan);
        const uses = fc.sample(arbitraryUse(plan), { numRuns: 6, seed });
        for (const use of uses) {
          loopback.passed.length = 0;
          await roundTrip(loopback, use);
          for (const passed of [...loopback.passed]) {
            for (const message of damage(passed, seed)) {
              const inside = readSafely(passed, loopback, message, 0);
              expectSame(readSafely(passed, loopback, message, 0xff), inside);
              // What was read can be sent again, so it is valid.
              if (inside !== "refused") await roundTrip(loopback, useAgain(use, inside));
            }
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("open unions", () => {
  const shape = unionType("Shape", { dot: null, side: scalar("u32") }, true);
  const plan = planInterface({
    ...{ name: "Shapes", unions: [shape] },
    operations: [{ verb: "message", name: "draw", parameters: { shape } }],
  });

  test("take an arm they do not know, and say so", async () => {
    const { loopback } = await connect(plan);
    await invoke(loopback.client, "draw", [{ kind: "side", value: 7 }]);
    const [passed] = loopback.passed;
    const message = passed?.bytes.slice() ?? new Uint8Array();
    message[0] = 2;
    passed?.read(storeOf(message), 8, message.length);
    expect(loopback.received).toEqual([{ kind: "unknown", tag: 2 }]);
  });

  test("refuse to send what they do not know", async () => {
    const { loopback } = await connect(plan);
    expect(() => invoke(loopback.client, "draw", [{ kind: "unknown", tag: 2 }])).toThrow(
      expect.objectContaining({ name: "EncodeError", field: "Shapes.draw shape" }),
    );
  });
});

describe("declared failures", () => {
  test("arrive as the class of their type", async () => {
    const { loopback, exported } = await connect(block);
    const Failure = exported["StatusFailure"];
    if (typeof Failure !== "function") throw new Error("no failure class");
    loopback.answer = Reflect.construct(Failure, [2]);
    const answer = invoke(loopback.client, "read", [{ lba: 1n, count: 1 }]);
    await expect(answer).rejects.toMatchObject({ name: "StatusFailure", detail: 2, message: "outOfRange" });
  });

  test("are passed on when the operation declares none", async () => {
    const { loopback, exported } = await connect(block);
    const Failure = exported["StatusFailure"];
    if (typeof Failure !== "function") throw new Error("no failure class");
    loopback.answer = Reflect.construct(Failure, [1]);
    await expect(async () => invoke(loopback.client, "capacity", [])).rejects.toMatchObject({ name: "StatusFailure" });
  });
});

describe("an array that yields more than its length says", () => {
  const plan = planInterface({
    name: "Lists",
    operations: [
      { verb: "message", name: "fixed", parameters: { values: array(scalar("u32"), 2, false) } },
      { verb: "message", name: "bounded", parameters: { values: array(scalar("u32"), 2, true) } },
    ],
  });

  test.each(["fixed", "bounded"])("writes nothing behind its room: %s", async (method) => {
    const { loopback } = await connect(plan);
    const values = Object.assign([1, 2], { [Symbol.iterator]: () => [1, 2, 0xffffffff, 0xffffffff].values() });
    await invoke(loopback.client, method, [values]);
    expect(loopback.behind).toEqual(new Uint8Array(24).fill(untouched));
    await invoke(loopback.client, method, [[1, 2]]);
    expect(loopback.passed[0]?.bytes).toEqual(loopback.passed[1]?.bytes);
  });

  test("cannot grow the message while it is written", async () => {
    const { loopback } = await connect(plan);
    const values: number[] = [1];
    Object.defineProperty(values, 0, { get: () => values.push(7) && 1 });
    await invoke(loopback.client, "bounded", [values]);
    expect(loopback.passed[0]?.bytes.length).toBe(8);
  });
});

describe("arguments that do not fit", () => {
  test.each([
    ["a negative u64", "Block.read at.lba", { lba: -1n, count: 1 }],
    ["65 bits", "Block.read at.lba", { lba: 1n << 64n, count: 1 }],
    ["33 bits", "Block.read at.count", { lba: 1n, count: 2 ** 32 }],
    ["a fraction", "Block.read at.count", { lba: 1n, count: 0.5 }],
    ["a number for a u64", "Block.read at.lba", { lba: 1, count: 1 }],
  ])("%s is refused as %s before anything is sent", async (_, field, at) => {
    const { loopback } = await connect(block);
    expect(() => invoke(loopback.client, "read", [at])).toThrow(
      expect.objectContaining({ name: "EncodeError", field }),
    );
    expect(loopback.passed).toEqual([]);
  });
});
