import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { reduceToNeeded } from "../../src/algorithms/delta-debugging.ts";

const items = fc.uniqueArray(fc.nat(1000), { maxLength: 40 });

test.prop([items, fc.array(fc.nat(39), { maxLength: 5 })])(
  "what is needed together is found, and nothing else",
  async (all, places) => {
    const needed = new Set(places.filter((place) => place < all.length).map((place) => all[place] ?? -1));
    const happens = async (part: readonly number[]): Promise<boolean> =>
      [...needed].every((each) => part.includes(each));
    expect(await reduceToNeeded(all, happens)).toEqual(all.filter((each) => needed.has(each)));
  },
);

test.prop([items, fc.nat(7), fc.nat(6)])("of what is left nothing can be left out", async (all, modulus, least) => {
  // Neither monotone nor unique: as many as that of the same remainder.
  const happens = async (part: readonly number[]): Promise<boolean> =>
    part.filter((each) => each % (modulus + 1) === 0).length >= least;
  if (!(await happens(all))) return;
  const needed = await reduceToNeeded(all, happens);
  expect(await happens(needed)).toBe(true);
  for (const left of needed) expect(await happens(needed.filter((each) => each !== left))).toBe(false);
});

test.prop([items])("nothing is asked twice", async (all) => {
  const asked = new Set<string>();
  await reduceToNeeded(all, async (part) => {
    expect(asked.has(part.join())).toBe(false);
    asked.add(part.join());
    return part.length > 3;
  });
});

test("it ends when it may not try any more", async () => {
  let tries = 0;
  const all = Array.from({ length: 64 }, (_, index) => index);
  const left = await reduceToNeeded(
    all,
    async (part) => {
      tries++;
      return part.includes(3) && part.includes(60);
    },
    5,
  );
  expect(tries).toBe(5);
  expect(left).toEqual(expect.arrayContaining([3, 60]));
});
