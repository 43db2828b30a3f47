import fc from "fast-check";
import { expect, test } from "vitest";
import { hangTree, reduceTree } from "../../../src/emit/promela/replica-group.ts";
import { Tree } from "../../../src/runtime/agreement/tree.ts";
import { modelsOfStates } from "./states.ts";

const shapes = fc
  .integer({ min: 1, max: 7 })
  .chain((count) => fc.tuple(...Array.from({ length: count - 1 }, (_, place) => fc.integer({ min: 0, max: place }))))
  .map((parents): readonly number[] => [-1, ...parents]);

test("trees hang as those of the runtime do, whoever lives and is the root", () => {
  fc.assert(
    fc.property(shapes, fc.infiniteStream(fc.boolean()), (parents, lives) => {
      const cores = [...parents.keys()];
      const living = new Set(cores.filter(() => lives.next().value));
      for (const root of living) {
        const tree = new Tree({ cores, parents }, living, root);
        const above = cores.map((core) => (tree.parentOf(core) < 0 ? cores.length : tree.parentOf(core)));
        expect(hangTree(parents, living, root)).toEqual(above);
      }
    }),
  );
});

test("of a deep tree three in a line are kept, of a flat one the leader and two below it", () => {
  expect(reduceTree({ cores: [4, 5, 6, 7], parents: [-1, 0, 0, 1] })).toEqual({
    cores: [4, 5, 7],
    parents: [-1, 0, 1],
  });
  expect(reduceTree({ cores: [4, 5, 6, 7], parents: [-1, 0, 0, 0] })).toEqual({
    cores: [4, 5, 6],
    parents: [-1, 0, 0],
  });
  expect(reduceTree({ cores: [4, 5], parents: [-1, 0] })).toEqual({ cores: [4, 5], parents: [-1, 0] });
});

test("every object of several replicas has a model, which says where it is a smaller one", () => {
  const models = modelsOfStates();
  expect([...models.keys()].filter((path) => path.startsWith("formal/states/alone"))).toEqual([]);
  expect(models.get("formal/states/ordered.pml")).toContain(
    "broadcast between 4 replicas, here 3 in a tree of the same shape",
  );
  expect(models.get("formal/states/pair.pml")).toContain("pair: broadcast between 2 replicas: on cpu[0], cpu[1].");
});
