import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { copyIn, copyOut, loadBytes, storeBytes } from "../../../src/runtime/codec/bytes.ts";
import { Store } from "../../../src/runtime/codec/store.ts";
import { DecodeError } from "../../../src/runtime/errors.ts";

const bound = 24;

function memory(): Store {
  return new Store(new SharedArrayBuffer(64));
}

describe("bytes", () => {
  test("are copied both ways", () => {
    const store = memory();
    const value = new Uint8Array([1, 2, 3]);
    expect(storeBytes(store, 0, 4, bound, value, "at")).toBe(3);
    const loaded = loadBytes(store, 0, 4, 3, "at");
    store.bytes.fill(0);
    expect(loaded).toEqual(value);
  });

  test("are refused over their bound, when not all was received, and when they are something else", () => {
    const store = memory();
    expect(() => storeBytes(store, 0, 4, 2, new Uint8Array(3), "at")).toThrow("at: 3 bytes where at most 2 fit");
    store.storeU32(0, 0xffffffff);
    expect(() => loadBytes(store, 0, 4, bound, "at")).toThrow(DecodeError);
    const list: unknown = [1, 2, 3];
    expect(() => Reflect.apply(storeBytes, null, [store, 0, 4, bound, list, "at"])).toThrow("at: 1,2,3 is not a");
    for (const view of [new DataView(new ArrayBuffer(2)), new Uint16Array([0x101]), new Float64Array(1)]) {
      expect(() => Reflect.apply(storeBytes, null, [store, 0, 4, bound, view, "at"])).toThrow("is not a Uint8Array");
    }
  });
});

declare const WebAssembly: {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => { readonly buffer: SharedArrayBuffer };
};

const size = 2 ** 13;

const memories: Readonly<Record<string, () => Store>> = {
  "plain memory": () => new Store(new ArrayBuffer(size)),
  "shared memory": () => new Store(new SharedArrayBuffer(size)),
  "a part of shared memory": () => new Store(new SharedArrayBuffer(2 * size), size, size),
  "a WebAssembly memory": () => new Store(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }), 0, size),
  "a part of one": () => new Store(new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true }), size, size),
};

/** Lengths on both sides of every threshold, at offsets of every alignment. */
const place = fc.record({
  length: fc.oneof(fc.nat(40), fc.integer({ min: 250, max: 260 }), fc.integer({ min: 2040, max: 2060 }), fc.nat(3000)),
  to: fc.nat(20).map((offset) => offset + 1),
  from: fc.nat(20),
});

function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (Math.imul(index + 1, 0x9e3779b1) >>> 24) | 1);
}

/** One by one, as `toEqual` does it, thousands of bytes take tens of milliseconds. */
const areSame = (some: Uint8Array, others: Uint8Array): boolean => Buffer.compare(some, others) === 0;

describe.each(Object.keys(memories))("in %s", (kind) => {
  const make = memories[kind] ?? (() => new Store(new ArrayBuffer(size)));

  test("bytes from elsewhere are copied in and out, and no others", () => {
    fc.assert(
      fc.property(place, ({ length, to, from }) => {
        const store = make();
        const value = noise(length + from).subarray(from);
        copyIn(store, to, value);
        expect(areSame(copyOut(store, to, length), value)).toBe(true);
        expect([store.bytes[to - 1], store.bytes[to + length]]).toEqual([0, 0]);
        const copy = copyOut(store, to, length);
        store.bytes.fill(0);
        expect(areSame(copy, value)).toBe(true);
        expect([copy.byteOffset, copy.buffer.byteLength]).toEqual([0, length]);
      }),
    );
  });

  test("bytes of the same memory are copied, even over themselves", () => {
    fc.assert(
      fc.property(place, ({ length, to, from }) => {
        const store = make();
        store.bytes.set(noise(length), from);
        copyIn(store, to, store.bytes.subarray(from, from + length));
        expect(areSame(copyOut(store, to, length), noise(length))).toBe(true);
      }),
    );
  });
});
