import { expect, test } from "vitest";
import { Cuts } from "../../../src/runtime/hosts/threads/cuts.ts";

function cutsWithTold() {
  const told: (readonly [core: number, neighbour: number, isCut: boolean])[] = [];
  return { cuts: new Cuts((...each) => told.push(each)), told };
}

test("both ends of a hop are told that it is cut, and that it is whole again", () => {
  const { cuts, told } = cutsWithTold();
  cuts.cut([[0, 1]]);
  expect(told.splice(0)).toEqual([
    [0, 1, true],
    [1, 0, true],
  ]);
  expect(cuts.hops).toEqual([[0, 1]]);
  cuts.heal([[0, 1]]);
  expect(told).toEqual([
    [0, 1, false],
    [1, 0, false],
  ]);
  expect(cuts.hops).toEqual([]);
});

test("of what was not cut nobody is told that it is whole", () => {
  const { cuts, told } = cutsWithTold();
  cuts.heal([[0, 1]]);
  expect(told).toEqual([]);
});

test("a kernel that starts anew, and its neighbours, are told of the cuts there are", () => {
  const { cuts, told } = cutsWithTold();
  cuts.cut([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  told.splice(0);
  cuts.tellAgain(1);
  expect(told).toEqual([
    [0, 1, true],
    [1, 0, true],
    [1, 2, true],
    [2, 1, true],
  ]);
});
