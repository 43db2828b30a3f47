import fc from "fast-check";
import { expect, test } from "vitest";
import { SectorStore } from "../../examples/hotos09/sector-store.ts";

const sectors = 24;
const sectorBytes = 4;

interface Step {
  readonly lba: number;
  readonly count: number;
  /** Null trims. */
  readonly fill: number | null;
}

const steps = fc.array(
  fc.record<Step>({
    lba: fc.nat({ max: sectors - 4 }),
    count: fc.integer({ min: 1, max: 4 }),
    fill: fc.option(fc.integer({ min: 1, max: 255 })),
  }),
);

function play(all: readonly Step[]): { readonly store: SectorStore; readonly flat: Uint8Array } {
  const store = new SectorStore(sectors, sectorBytes);
  const flat = new Uint8Array(sectors * sectorBytes);
  for (const { lba, count, fill } of all) {
    if (fill === null) store.trim(lba, count);
    else store.write(lba, new Uint8Array(count * sectorBytes).fill(fill));
    flat.fill(fill ?? 0, lba * sectorBytes, (lba + count) * sectorBytes);
  }
  return { store, flat };
}

test("reads what an array of all bytes would hold", () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { store, flat } = play(all);
      expect(store.read(0, sectors)).toEqual(flat);
    }),
  );
});

test("its runs are the longest that hold data, in ascending order", () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: sectors }), (all, from) => {
      const { store, flat } = play(all);
      const expected: { lba: number; count: number }[] = [];
      for (let lba = from; lba < sectors; lba++) {
        if (flat[lba * sectorBytes] === 0) continue;
        const last = expected.at(-1);
        if (last !== undefined && last.lba + last.count === lba) last.count++;
        else expected.push({ lba, count: 1 });
      }
      expect([...store.runs(from)]).toEqual(expected);
    }),
  );
});

test("keeps a copy of what is written", () => {
  const store = new SectorStore(sectors, sectorBytes);
  const data = Uint8Array.of(1, 2, 3, 4);
  store.write(0, data);
  data.fill(9);
  expect(store.read(0, 1)).toEqual(Uint8Array.of(1, 2, 3, 4));
});

test("holds sectors up to its end and none past it", () => {
  const store = new SectorStore(sectors, sectorBytes);
  expect(store.holds(BigInt(sectors - 1), 1)).toBe(true);
  expect(store.holds(BigInt(sectors), 1)).toBe(false);
  expect(store.holds(2n ** 64n - 1n, 1)).toBe(false);
});
