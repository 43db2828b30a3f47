import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameInterface, type TypeNames } from "../../../src/emit/typescript/interface/interface-names.ts";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { Store } from "../../../src/runtime/codec/store.ts";
import { arbitraryInterface, arbitraryObject } from "../arbitrary-interface.ts";
import { array, block, planInterface, scalar, string, structType } from "../interface-plans.ts";
import { loadGenerated } from "./load-generated.ts";

type Exported = Readonly<Record<string, unknown>>;

/** Bytes in front of a value and behind it that nobody may touch. */
const margin = 16;

function memoryFor(size: number, fill: number): Store {
  const store = new Store(new SharedArrayBuffer(2 * margin + Math.ceil(size / 8) * 8));
  store.bytes.fill(fill);
  return store;
}

function apply(exported: Exported, name: string, ...values: readonly unknown[]): unknown {
  const found = exported[name];
  if (typeof found !== "function") throw new Error(`${name} is not exported`);
  return Reflect.apply(found, undefined, [...values]);
}

/** The structs of an interface that have something in them. */
function structsOf(plan: PlanInterface): { names: TypeNames; size: number; arbitrary: fc.Arbitrary<unknown> }[] {
  const { structs } = nameInterface(plan);
  return plan.structs.flatMap(({ layout }, index) => {
    const names = structs[index];
    return names === undefined || layout.size === 0
      ? []
      : [{ names, size: layout.size, arbitrary: arbitraryObject(plan, layout.fields) }];
  });
}

function expectUntouched({ bytes }: Store, size: number, fill: number): void {
  const around = [...bytes.subarray(0, margin), ...bytes.subarray(margin + size)];
  expect(around.every((byte) => byte === fill)).toBe(true);
}

describe("the functions of a struct", () => {
  test("write what they read, checked or not, and nothing around it", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryInterface, async (plan) => {
        const exported = await loadGenerated(plan);
        for (const { names, size, arbitrary } of structsOf(plan)) {
          fc.assert(
            fc.property(arbitrary, (value) => {
              const [checked, unchecked] = [memoryFor(size, 0xa5), memoryFor(size, 0xa5)];
              apply(exported, names.store, checked, margin, value);
              apply(exported, names.storeUnchecked, unchecked, margin, value);
              const loaded = apply(exported, names.load, checked, margin);
              if (!isDeepStrictEqual(loaded, value)) throw new Error(`${inspect(value)} became ${inspect(loaded)}`);
              expect(unchecked.bytes).toEqual(checked.bytes);
              expectUntouched(checked, size, 0xa5);
            }),
            { numRuns: 20 },
          );
        }
      }),
      { numRuns: 15 },
    );
  });

  test("call a value by its type where the caller has no name for it", async () => {
    const exported = await loadGenerated(block);
    const store = memoryFor(16, 0);
    const wrong = { lba: 1n, count: -1 };
    const field = (name: string) => expect.objectContaining({ name: "EncodeError", field: name });
    expect(() => apply(exported, "storeExtent", store, 0, wrong)).toThrow(field("Block.Extent.count"));
    expect(() => apply(exported, "storeExtent", store, 0, wrong, "first")).toThrow(field("first.count"));
  });
});

describe("unchecked functions", () => {
  const list = structType("List", {
    text: string(4),
    items: array(scalar("u16"), 2, true),
    pair: array(string(2), 2, false),
  });
  const plan = planInterface({ name: "Lists", structs: [list], operations: [] });
  const fits = { text: "abcd", items: [1, 2], pair: ["a", "b"] };

  test.each([
    ["a string", "Lists.List.text", { ...fits, text: "abcde" }],
    ["half a surrogate pair", "Lists.List.text", { ...fits, text: "\ud800" }],
    ["an array", "Lists.List.items", { ...fits, items: [1, 2, 3] }],
    ["a fixed array", "Lists.List.pair", { ...fits, pair: ["a"] }],
    ["an element", "Lists.List.pair[]", { ...fits, pair: ["a", "abc"] }],
  ])("refuse %s that has no place", async (_, field, value) => {
    const exported = await loadGenerated(plan);
    const store = memoryFor(40, 0xa5);
    const refusal = expect.objectContaining({ name: "EncodeError", field });
    expect(() => apply(exported, "storeListUnchecked", store, margin, value)).toThrow(refusal);
    expectUntouched(store, plan.structs[0]?.layout.size ?? 0, 0xa5);
  });

  test("write a number that does not fit as one that does", async () => {
    const exported = await loadGenerated(block);
    const store = memoryFor(16, 0xa5);
    apply(exported, "storeExtentUnchecked", store, margin, { lba: -1n, count: 2 ** 32 + 7 });
    expect(apply(exported, "loadExtent", store, margin)).toEqual({ lba: 2n ** 64n - 1n, count: 7 });
    expectUntouched(store, 16, 0xa5);
  });
});
