import { expect, test } from "vitest";
import { Store } from "../../../src/runtime/codec/store.ts";

test("a store reads what it wrote, little-endian, wherever in a buffer it lies", () => {
  const buffer = new SharedArrayBuffer(64);
  const store = new Store(buffer, 16, 32);
  const view = new DataView(buffer, 16, 32);
  store.storeU8(0, 0xfe);
  store.storeI8(1, -2);
  store.storeU16(2, 0xfedc);
  store.storeI16(4, -3);
  store.storeU32(8, 0xfedcba98);
  store.storeI32(12, -4);
  store.storeF32(16, 0.5);
  store.storeF64(24, -0.1);
  expect([store.loadU8(0), store.loadI8(1), store.loadU16(2), store.loadI16(4)]).toEqual([0xfe, -2, 0xfedc, -3]);
  expect([store.loadU32(8), store.loadI32(12), store.loadF32(16), store.loadF64(24)]).toEqual([
    0xfedcba98, -4, 0.5, -0.1,
  ]);
  expect([view.getUint16(2, true), view.getUint32(8, true), view.getFloat64(24, true)]).toEqual([
    0xfedc, 0xfedcba98, -0.1,
  ]);
  store.storeU64(8, 2n ** 64n - 1n);
  store.storeI64(16, -5n);
  expect([store.loadU64(8), store.loadI64(16)]).toEqual([2n ** 64n - 1n, -5n]);
  expect(view.getBigInt64(16, true)).toBe(-5n);
  expect(new Uint8Array(buffer, 0, 16).every((byte) => byte === 0)).toBe(true);
});
