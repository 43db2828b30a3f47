import { expect, test } from "vitest";
import { coreNumberTwice } from "../../../src/checks/machine/core-number-twice.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("an array cannot share a number of the operating system", () => {
  expect(faultsOf(coreNumberTwice, machine("core cpu[3]: amd64, os 4"))).toEqual([
    "2:13 SK3008 `cpu[1]` and `cpu[0]` both have `os 4`",
  ]);
});

test("hardware ids differ too, apart from the numbers of the operating system", () => {
  expect(faultsOf(coreNumberTwice, machine("core a: amd64, os 1, id 2; core b: amd64, os 2, id 2"))).toEqual([
    "2:40 SK3009 `b` and `a` both have `id 2`",
  ]);
  expect(faultsOf(coreNumberTwice, machine("core a: amd64, os 1, id 2; core b: amd64, os 2, id 1"))).toEqual([]);
});

test("in another box numbers begin again", () => {
  const boxes =
    "isa tiny { word 32 bits, little endian, line 64 bytes, page 4 KiB } box Box { core cpu: tiny, os 0, id 7 }";
  expect(faultsOf(coreNumberTwice, `${boxes} machine m { box b[2]: Box }`)).toEqual([]);
});

test("each instruction set has ids of its own", () => {
  expect(
    faultsOf(coreNumberTwice, `isa other { word 64 bits }\n${machine("core a: amd64, id 2; core b: other, id 2")}`),
  ).toEqual([]);
});
