import { expect, test } from "vitest";
import { mapOutsideSpace } from "../../../src/checks/machine/map-outside-space.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a map may not end behind the last address", () => {
  const items = (from: string) => machine(`memory a: 64 KiB; space s: 32 bits { map ${from} to a }`);
  expect(faultsOf(mapOutsideSpace, items("0xffff_0001"))).toEqual([
    "2:50 SK3402 0xffff_0001..0x1_0000_0000 to `a` does not fit into `s`, whose 32 bits end at 0xffff_ffff",
  ]);
  expect(faultsOf(mapOutsideSpace, items("0xffff_0000"))).toEqual([]);
});

test("not even one of 64 bits", () => {
  const items = machine("memory a: 64 KiB; space s: 64 bits { map 0xffff_ffff_ffff_0001 to a }");
  expect(faultsOf(mapOutsideSpace, items)).toHaveLength(1);
});
