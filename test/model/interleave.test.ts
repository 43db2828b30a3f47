import fc from "fast-check";
import { expect, test } from "vitest";
import { byteAt, bytesBelow, type Interleave, offsetOf, sizeOfInterleave } from "../../src/model/interleave.ts";
import { MachineBuilder } from "../analyses/machine-builder.ts";

function interleaveOf(sizes: readonly number[], granule: number): Interleave {
  const builder = new MachineBuilder();
  const part = builder.part("p");
  const memories = sizes.map((size, place) => builder.memory(part, `m${place}`, { size }));
  return { memories, granule: BigInt(granule) };
}

const interleaves = fc
  .record({
    sizes: fc.array(fc.integer({ min: 8, max: 40 }), { minLength: 2, maxLength: 4 }),
    granule: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ sizes, granule }) => interleaveOf(sizes, granule));

test("addresses alternate granule by granule, as far as the smallest memory goes", () => {
  const interleave = interleaveOf([10, 8], 4);
  const bytes = Array.from({ length: 16 }, (_, offset) => byteAt(interleave, BigInt(offset)));
  expect(sizeOfInterleave(interleave)).toBe(16n);
  expect(bytes.map(({ memory }) => memory.path).join(" ")).toBe("m0 m0 m0 m0 m1 m1 m1 m1 m0 m0 m0 m0 m1 m1 m1 m1");
  expect(bytes.map(({ offset }) => Number(offset))).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7]);
});

test("every offset leads to a byte of its own, and back", () => {
  fc.assert(
    fc.property(interleaves, (interleave) => {
      const seen = new Set<string>();
      for (let offset = 0n; offset < sizeOfInterleave(interleave); offset++) {
        const { memory, offset: byte } = byteAt(interleave, offset);
        expect(byte < BigInt(memory.size)).toBe(true);
        expect(offsetOf(interleave, interleave.memories.indexOf(memory), byte)).toBe(offset);
        seen.add(`${memory.path} ${byte}`);
      }
      expect(BigInt(seen.size)).toBe(sizeOfInterleave(interleave));
    }),
  );
});

test("the offsets below a bound lead to the first bytes of each memory", () => {
  fc.assert(
    fc.property(interleaves, fc.nat(200), (interleave, drawn) => {
      const bound = BigInt(drawn) % (sizeOfInterleave(interleave) + 1n);
      const counts = interleave.memories.map(() => 0n);
      for (let offset = 0n; offset < bound; offset++) {
        const place = interleave.memories.indexOf(byteAt(interleave, offset).memory);
        counts[place] = (counts[place] ?? 0n) + 1n;
      }
      expect(interleave.memories.map((_, place) => bytesBelow(interleave, place, bound))).toEqual(counts);
    }),
  );
});
