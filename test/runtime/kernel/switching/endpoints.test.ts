import fc from "fast-check";
import { expect, test } from "vitest";
import { Endpoints, isEndpoint } from "../../../../src/runtime/kernel/switching/endpoints.ts";

const receiver = { receive() {} };

test("no two that live have the same number, and what is given back rests before it is taken again", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(200))), (steps) => {
      const endpoints = new Endpoints();
      const live: number[] = [];
      const resting: number[] = [];
      for (const step of steps) {
        if (step === null) {
          const endpoint = endpoints.allocate(receiver);
          expect(isEndpoint(endpoint)).toBe(true);
          expect(live).not.toContain(endpoint);
          if (resting.length > 0) expect(endpoint).toBe(resting.shift());
          live.push(endpoint);
        } else if (live.length > 0) {
          const [released = 0] = live.splice(step % live.length, 1);
          endpoints.release(released);
          expect(endpoints.get(released)).toBe(null);
          resting.push(released);
        }
        expect(endpoints.size).toBe(live.length);
        for (const endpoint of live) expect(endpoints.get(endpoint)).toBe(receiver);
      }
    }),
  );
});

test("there are 65279, and then none until one is given back: those above are of replicated objects", () => {
  const endpoints = new Endpoints();
  for (let number = 1; number <= 0xfeff; number++) expect(endpoints.allocate()).toBe(number);
  expect(endpoints.allocate()).toBe(0);
  endpoints.release(77);
  expect([endpoints.allocate(), endpoints.allocate()]).toEqual([77, 0]);
});
