import { expect, test } from "vitest";
import { targetUnmapped } from "../../../src/checks/machine/target-unmapped.ts";
import { faultsOf, machine } from "./faults-of.ts";

const items = (map: string) =>
  machine(`core c: amd64; memory a: 4 KiB; memory b: 4 KiB; device d: SataDisk at c, registers 4 KiB
    space s: 16 bits { ${map} }`);

test("what no space maps is warned of, once there are maps", () => {
  expect(faultsOf(targetUnmapped, items("map 0 to a"))).toEqual([
    "2:45 SK3407 no address space of `m` maps `b`: nobody can address it",
    "2:62 SK3408 no address space of `m` maps the registers `d`",
  ]);
  expect(faultsOf(targetUnmapped, items(""))).toEqual([]);
});

test("a part of it is enough", () => {
  expect(faultsOf(targetUnmapped, items("map 0 to a; map 0x1000 size 1 KiB to b; map 0x2000 to d"))).toEqual([]);
});
