import { expect, test } from "vitest";
import { Chronicle } from "../../../src/runtime/membership/chronicle.ts";
import { Tidings } from "../../../src/runtime/membership/tidings.ts";
import { firstView } from "../../../src/runtime/membership/view.ts";

const first = firstView([0, 1, 2]);

/** Of core 0, which knows views up to one. */
function tidings(last: number): Tidings {
  const chronicle = new Chronicle(8, first);
  for (let epoch = 2; epoch <= last; epoch++) chronicle.add({ ...first, epoch }, [1, 2]);
  return new Tidings([1, 2], chronicle);
}

/** What is told whom; neighbours take so many things each. */
function toldBy(made: Tidings, room: number): readonly string[] {
  const told: string[] = [];
  made.tell((neighbour, asks, view) => {
    if (told.filter((line) => line.startsWith(`${neighbour}`)).length === room) return false;
    told.push(`${neighbour}: ${view?.epoch ?? "no view"}${asks ? "?" : ""}`);
    return true;
  });
  return told;
}

test("everybody is told once of news, and of every view", () => {
  const made = tidings(3);
  expect(made.owed).toBe(false);
  made.forAll();
  expect(toldBy(made, 9)).toEqual(["1: 2", "1: 3", "2: 2", "2: 3"]);
  expect([made.owed, toldBy(made, 9)]).toEqual([false, []]);
});

test("who is full is told the rest later", () => {
  const made = tidings(3);
  made.for(2);
  expect([toldBy(made, 1), made.owed]).toEqual([["2: 2"], true]);
  expect([toldBy(made, 1), made.owed]).toEqual([["2: 3"], false]);
});

test("who is asked is asked once, and nobody else", () => {
  const made = tidings(1);
  made.for(1);
  made.ask(2);
  expect(toldBy(made, 0)).toEqual([]);
  expect(toldBy(made, 9)).toEqual(["1: no view", "2: no view?"]);
  made.for(2);
  expect(toldBy(made, 9)).toEqual(["2: no view"]);
});
