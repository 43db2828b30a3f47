import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { allocateLines } from "../../../src/runtime/hosts/threads/line-memory.ts";

test.each([1, 4096, 65_536, 65_537, 1_000_000])("%i bytes are there, zeroed", (bytes) => {
  const memory = allocateLines(bytes);
  expect(memory).toBeInstanceOf(SharedArrayBuffer);
  expect(memory.byteLength).toBeGreaterThanOrEqual(bytes);
  expect(new Uint8Array(memory).every((byte) => byte === 0)).toBe(true);
});

test("is a SharedArrayBuffer like any other where there are not so many addresses", () => {
  // More than WebAssembly has, and no page of it is touched.
  const bytes = 2 ** 32 + 64;
  expect(allocateLines(bytes).byteLength).toBe(bytes);
});

test("is shared with other threads, which wake each other by it", async () => {
  const memory = allocateLines(64);
  const code = `
    const { workerData } = require("node:worker_threads");
    const words = new Int32Array(workerData);
    Atomics.store(words, 0, 7);
    Atomics.notify(words, 0);
  `;
  const worker = new Worker(code, { eval: true, workerData: memory });
  const waiting = Atomics.waitAsync(new Int32Array(memory), 0, 0);
  if (waiting.async) await waiting.value;
  expect(new Int32Array(memory)[0]).toBe(7);
  await once(worker, "exit");
});
