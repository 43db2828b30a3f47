import { expect, test } from "vitest";
import { mapWiderThanTarget } from "../../../src/checks/machine/map-wider-than-target.ts";
import { faultsOf, machine } from "./faults-of.ts";

const found = (map: string) =>
  faultsOf(mapWiderThanTarget, machine(`memory a: 64 KiB; space t: 16 bits; space s: 32 bits { ${map} }`));

test("a map ends where its target does", () => {
  expect(found("map 0x1000 size 64 KiB to a at 0x10")).toEqual([
    "2:68 SK3403 0x1000..0x1_0fff of `s` leads to 0x10..0x1_000f of `a`, which ends at 0xffff",
  ]);
  expect(found("map 0x1000 size 64 KiB to a")).toEqual([]);
});

test("a space ends with its last address", () => {
  expect(found("map 0 size 128 KiB to t")).toEqual([
    "2:68 SK3403 0x0..0x1_ffff of `s` leads to 0x0..0x1_ffff of `t`, which ends at 0xffff",
  ]);
});
