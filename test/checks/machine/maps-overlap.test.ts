import { expect, test } from "vitest";
import { mapsOverlap } from "../../../src/checks/machine/maps-overlap.ts";
import { faultsOf, machine } from "./faults-of.ts";

const found = (maps: string) =>
  faultsOf(mapsOverlap, machine(`memory a: 64 KiB; memory b: 64 KiB; space s: 32 bits { ${maps} }`));

test("two maps that share addresses are told with both ranges and what they share", () => {
  expect(found("map 0x1000..0x2fff to a; map 0x2000 size 8 KiB to b")).toEqual([
    "2:93 SK3401 in `s` 0x2000..0x2fff belongs both to 0x1000..0x2fff to `a` and to 0x2000..0x3fff to `b`",
  ]);
});

test("the fault stands at the later map, wherever it lies", () => {
  expect(found("map 0x2000 size 8 KiB to b; map 0x1000..0x2fff to a")).toEqual([
    "2:96 SK3401 in `s` 0x2000..0x2fff belongs both to 0x2000..0x3fff to `b` and to 0x1000..0x2fff to `a`",
  ]);
});

test("a map within a large one is found although others lie between", () => {
  expect(found("map 0..0xffff to a; map 0x1000..0x1fff to b; map 0x3000..0x3fff to b")).toHaveLength(2);
});

test("neighbours and aliases are fine", () => {
  expect(found("map 0..0xfff to a; map 0x1000..0x1fff to a; map 0x2000..0x2fff to a")).toEqual([]);
});

test("addresses of several dimensions overlap where their boxes do", () => {
  const boxes = "space t: 16 bits; space s: (4 bits, 4 bits) { map (1, *) to t; map (0..2, 3) to t }";
  expect(faultsOf(mapsOverlap, machine(boxes))).toEqual([
    "2:76 SK3401 in `s` (1, 3) belongs both to (1, 0)..(1, 15) to `t` and to (1, 3) to `t`",
  ]);
});
