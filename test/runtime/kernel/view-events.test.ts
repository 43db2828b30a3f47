import { expect, test } from "vitest";
import { viewEvents } from "../../../src/runtime/kernel/view-events.ts";
import { noView } from "../../../src/runtime/membership/current-view.ts";
import { firstView, type View } from "../../../src/runtime/membership/view.ts";

const first = firstView([0, 1, 2]);

function kindsOf(before: View, after: View): readonly string[] {
  return [...viewEvents(0, before, after)].map(({ kind }) => kind);
}

test("who is gone is lost, who has started anew has joined, and the view comes last", () => {
  const without = { ...first, epoch: 2, members: new Set([0, 1]) };
  expect([...viewEvents(0, first, without)]).toEqual([
    { kind: "coreLost", core: 0, lost: 2 },
    { kind: "viewChanged", core: 0, epoch: 2, members: 2 },
  ]);
  expect([...viewEvents(0, without, { ...first, epoch: 3 })]).toEqual([
    { kind: "coreJoined", core: 0, joined: 2 },
    { kind: "viewChanged", core: 0, epoch: 3, members: 3 },
  ]);
});

test("one that was lost and has come back within one change has joined", () => {
  const anew = { ...first, epoch: 2, incarnations: new Map([...first.incarnations, [2, 1]]) };
  expect(kindsOf(first, anew)).toEqual(["coreJoined", "viewChanged"]);
});

test("a kernel that takes part for the first time reports nobody as new, itself neither", () => {
  expect(kindsOf(noView(first), first)).toEqual(["viewChanged"]);
});

test("neighbours that are cut off from each other are lost to each other, and found again", () => {
  const cut: View = { ...first, epoch: 2, cuts: [[1, 2]] };
  expect([...viewEvents(0, first, cut)][0]).toEqual({ kind: "hopLost", core: 0, between: [1, 2] });
  expect([...viewEvents(0, cut, { ...first, epoch: 3 })][0]).toEqual({ kind: "hopFound", core: 0, between: [1, 2] });
});
