import fc from "fast-check";
import { expect, test } from "vitest";
import { Tree } from "../../../src/runtime/agreement/tree.ts";

/** A tree of so many cores, each below one before it. */
const shape = fc.array(fc.nat(), { minLength: 1, maxLength: 20 }).map((numbers) => ({
  cores: numbers.map((_, place) => place * 2 + 1),
  parents: numbers.map((number, place) => (place === 0 ? -1 : number % place)),
}));

test("whoever is lost, and wherever it begins, a tree reaches everybody once", () => {
  fc.assert(
    fc.property(shape, fc.nat(), fc.array(fc.nat()), (given, rootAt, lost) => {
      const { cores } = given;
      const root = cores[rootAt % cores.length] ?? 0;
      const gone = new Set(lost.map((place) => cores[place % cores.length]));
      const living = new Set(cores.filter((core) => core === root || !gone.has(core)));
      const tree = new Tree(given, living, root);
      const reached = [root];
      for (const core of reached) {
        for (const child of tree.childrenOf(core)) {
          expect(tree.parentOf(child)).toBe(core);
          reached.push(child);
        }
      }
      expect(reached).toHaveLength(living.size);
      expect(new Set(reached)).toEqual(living);
    }),
  );
});

test("begun where the plan begins it, it is the plan's", () => {
  fc.assert(
    fc.property(shape, (given) => {
      const tree = new Tree(given, new Set(given.cores), given.cores[0] ?? 0);
      const parents = given.cores.map((core) => given.cores.indexOf(tree.parentOf(core)));
      expect(parents).toEqual(given.parents);
    }),
  );
});
