import { expect, test } from "vitest";
import { findCycles } from "../../src/algorithms/cycles.ts";
import { files, importsOf, targetOf } from "./imports.ts";

/** Types that name each other: the parts of a machine; stubs, and the memory that messages lie in. */
const mutual: readonly RegExp[] = [
  /^model\/(address-space|domain|interleave|interrupt|machine)\.ts$/,
  /^runtime\/(stub|codec\/(checks|exchange|store)|in-place\/(expired|operation|view|writer))\.ts$/,
];

/** Of types, and such as are loaded when they are needed, too. */
const targets = new Map(files().map((file) => [file, importsOf(file).flatMap((each) => targetOf(each) ?? [])]));

test("no files import each other in a circle", () => {
  const isMutual = (one: string, other: string): boolean =>
    mutual.some((group) => group.test(one) && group.test(other));
  const further = (file: string) => (targets.get(file) ?? []).filter((target) => !isMutual(file, target));
  expect(findCycles(files(), further)).toEqual([]);
});

test.each(mutual)("those of %s do, as long as they are excused", (group) => {
  const excused = files().filter((file) => group.test(file));
  expect(findCycles(excused, (file) => targets.get(file) ?? [])).toHaveLength(1);
});
