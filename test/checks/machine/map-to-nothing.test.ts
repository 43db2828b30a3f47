import { expect, test } from "vitest";
import { mapToNothing } from "../../../src/checks/machine/map-to-nothing.ts";
import { faultsOf, machine } from "./faults-of.ts";

const found = (map: string) =>
  faultsOf(
    mapToNothing,
    machine(
      `memory a: 4 KiB; space t: 16 bits { map 0x8000 to a }; iommu u: 16 bits to t; space s: 32 bits { ${map} }`,
    ),
  );

test("a map to a space leads to something there", () => {
  expect(found("map 0x0 size 4 KiB to t")).toEqual([
    "2:110 SK3404 0x0..0xfff of `s` leads to 0x0..0xfff of `t`, where nothing is mapped",
  ]);
});

test("part of it is enough", () => {
  expect(found("map 0x0 size 4 KiB to t at 0x8fff")).toEqual([]);
  expect(found("map 0x0 to t")).toEqual([]);
});

test("what an IOMMU maps is planned later", () => {
  expect(found("map 0x0 to u")).toEqual([]);
});
