import { PerformanceObserver } from "node:perf_hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Tester } from "../fixtures/tester.ts";
import { serveTesterInPlace, testerInPlace } from "../fixtures/tester-in-place.ts";
import { joinKernels } from "../fixtures/two-kernels.ts";

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});
beforeAll(() => observer.observe({ entryTypes: ["gc"] }));
afterAll(() => observer.disconnect());

/** Bytes of the heap that were taken, for each of `times`; null when a collection has hidden them. */
async function bytesFor(times: number, work: () => void): Promise<number | null> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [before, collected] = [process.memoryUsage().heapUsed, collections];
  work();
  const grown = process.memoryUsage().heapUsed - before;
  await new Promise((resolve) => setTimeout(resolve, 20));
  return collections === collected ? grown / times : null;
}

/** The least of several measurements: what else the process allocates meanwhile is none of ours. */
async function leastBytesFor(times: number, work: () => void): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10; round++) {
    const bytes = await bytesFor(times, work);
    if (bytes !== null) least = Math.min(least, bytes);
  }
  return least;
}

const calls = 20_000;

test("round trips and messages in place allocate nothing", { timeout: 120_000 }, async () => {
  let noted = 0;
  const service = serveTesterInPlace({
    add: (request, reply) => {
      reply.value = request.a + request.b;
    },
    echo: () => {},
    note: ({ value }) => {
      noted += value;
    },
    count: () => [],
  });
  const { client, run } = joinKernels(Tester, service.stub);
  const tester = testerInPlace(client);
  let [sum, left] = [0, 0];
  const write = (request: { a: number; b: number }): void => {
    request.a = left & 1023;
    request.b = 1;
  };
  const note = (request: { value: number }): void => {
    request.value = 1;
  };
  const fail = (error: unknown): void => {
    throw error;
  };
  const replied = ({ value }: { readonly value: number }): void => {
    sum = (sum + value) | 0;
    tester.note(note);
    if (--left > 0) tester.add(write, replied, fail);
  };
  const work = (): void => {
    left = calls;
    tester.add(write, replied, fail);
    run();
    if (left !== 0) throw new Error(`${left} calls are left`);
  };
  for (let warm = 0; warm < 20; warm++) work();
  expect(await leastBytesFor(calls, work)).toBeLessThan(4);
  expect(noted).toBeGreaterThanOrEqual(20 * calls);
  expect(sum).not.toBe(0);
});

test("the same measure sees what plain calls allocate", { timeout: 60_000 }, async () => {
  const { client, run } = joinKernels(
    Tester,
    Tester.serve({
      ...{ add: (a, b) => a + b, echo: (data) => data, note: () => {}, count: () => [] },
      ...{ sum: (start) => start, scale: () => [] },
    }),
  );
  const work = (): void => {
    for (let call = 0; call < 2000; call++) {
      void client.add(1, 1);
      run();
    }
  };
  for (let warm = 0; warm < 5; warm++) work();
  expect(await leastBytesFor(2000, work)).toBeGreaterThan(100);
});
