import fc from "fast-check";
import { expect, test } from "vitest";
import { Starts } from "../../../src/runtime/hosts/starts.ts";

/** Kernels that run, and who has been told to expect whom. */
function hostOf(cores: readonly number[]) {
  const running = new Set(cores);
  const asked: { readonly core: number; readonly by: number }[] = [];
  const begun: number[] = [];
  const starts = new Starts({
    running,
    prepare: (core, _, by) => void asked.push({ core, by }),
    begin: (core) => {
      begun.push(core);
      running.add(core);
      return true;
    },
  });
  return { running, asked, begun, starts };
}

test("a kernel begins when all that run expect it, and at once where none runs", () => {
  const { starts, begun } = hostOf([0, 1]);
  starts.start(2, 1);
  starts.prepared(2, 0);
  expect(begun).toEqual([]);
  starts.prepared(2, 1);
  expect(begun).toEqual([2]);
  const alone = hostOf([]);
  alone.starts.start(2, 1);
  expect(alone.begun).toEqual([2]);
});

test("of two that start at once the second waits for the first, which has begun meanwhile", () => {
  const { starts, asked, begun } = hostOf([0]);
  starts.start(1, 1);
  starts.start(2, 1);
  starts.prepared(1, 0);
  expect(asked.at(-1)).toEqual({ core: 2, by: 1 });
  starts.prepared(2, 0);
  expect(begun).toEqual([1]);
  starts.prepared(2, 1);
  expect([begun, starts.size]).toEqual([[1, 2], 0]);
});

test("nobody waits for one that has ended", () => {
  const { starts, running, begun } = hostOf([0, 1]);
  starts.start(2, 1);
  starts.prepared(2, 0);
  running.delete(1);
  starts.ended(1);
  expect(begun).toEqual([2]);
});

test("whoever answers and dies, and whenever: when one begins, all that run expect it; and all begin in the end", () => {
  const step = fc.record({ index: fc.nat(), dies: fc.integer({ min: 0, max: 9 }).map((value) => value === 0) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const running = new Set([0, 1, 2]);
      const open: { readonly core: number; readonly by: number }[] = [];
      const expecting = new Set<string>();
      const begun: number[] = [];
      const starts: Starts = new Starts({
        running,
        prepare: (core, _, by) => void open.push({ core, by }),
        begin: (core) => {
          for (const by of running) expect(expecting).toContain(`${core} by ${by}`);
          begun.push(core);
          running.add(core);
          return true;
        },
      });
      for (const core of [3, 4, 5]) starts.start(core, 1);
      const answer = (index: number): void => {
        const [asked] = open.splice(index % open.length, 1);
        if (asked === undefined || !running.has(asked.by)) return;
        expecting.add(`${asked.core} by ${asked.by}`);
        starts.prepared(asked.core, asked.by);
      };
      for (const { index, dies } of steps) {
        const victim = [...running][index % running.size] ?? 0;
        if (dies && victim < 3 && running.size > 1 && running.delete(victim)) starts.ended(victim);
        else answer(index);
      }
      while (open.length > 0) answer(0);
      expect(begun.toSorted()).toEqual([3, 4, 5]);
    }),
  );
});
