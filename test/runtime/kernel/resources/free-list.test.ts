import fc from "fast-check";
import { expect, test } from "vitest";
import { FreeList, granule } from "../../../../src/runtime/kernel/resources/free-list.ts";

const steps = fc.array(fc.oneof(fc.record({ take: fc.integer({ min: 1, max: 700 }) }), fc.record({ give: fc.nat() })), {
  maxLength: 100,
});

test("what is taken never overlaps, lies inside, and comes back whole", () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), steps, (granules, acts) => {
      const [start, bytes] = [4096, granules * granule];
      const list = new FreeList(start, bytes);
      const taken: { readonly at: number; readonly bytes: number }[] = [];
      for (const act of acts) {
        if ("take" in act) {
          const at = list.take(act.take);
          if (at < 0) continue;
          expect(at % granule).toBe(0);
          expect(at >= start && at + act.take <= start + bytes).toBe(true);
          expect(taken.every((other) => at + act.take <= other.at || other.at + other.bytes <= at)).toBe(true);
          taken.push({ at, bytes: act.take });
        } else if (taken.length > 0) {
          const [back] = taken.splice(act.give % taken.length, 1);
          if (back !== undefined) list.give(back.at, back.bytes);
        }
        const used = taken.reduce((sum, one) => sum + Math.ceil(one.bytes / granule) * granule, 0);
        expect(list.free).toBe(bytes - used);
      }
      for (const one of taken) list.give(one.at, one.bytes);
      if (bytes > 0) expect(list.take(bytes)).toBe(start);
    }),
  );
});
