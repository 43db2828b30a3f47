import { expect, test } from "vitest";
import { linkToNowhere } from "../../../src/checks/machine/link-to-nowhere.ts";
import { faultsOf, machine } from "./faults-of.ts";

const parts = "package Chip { core cpu: amd64 @ 1 GHz; port x[4] }\npart Box { port x[4] }\n";

test("a part without cores, devices and further links is the end of the world", () => {
  const items = "package p: Chip; part b: Box; link p.x[0] -- b.x[0]";
  expect(faultsOf(linkToNowhere, parts + machine(items))).toEqual([
    "4:58 SK3006 the link `p.x[0] -- b.x[0]` leads nowhere: at `b.x[0]`, `b` has no core, no device, no memory and no further link",
  ]);
});

test("a switch between two packages leads on", () => {
  const items = "package p[2]: Chip; part b: Box; link p[0].x[0] -- b.x[0]; link b.x[1] -- p[1].x[0]";
  expect(faultsOf(linkToNowhere, parts + machine(items))).toEqual([]);
});

test("a device at the far end is reason enough", () => {
  const items = "package p: Chip; part b: Box; link p.x[0] -- b.x[0]; device d: SataDisk at b.x[1]";
  expect(faultsOf(linkToNowhere, parts + machine(items))).toEqual([]);
});

test("nor is a memory without cores the end of the world", () => {
  const far = "part Far { memory dram: 1 GiB; port x }\n";
  const items = "package p: Chip; part f: Far; link p.x[0] -- f.x";
  expect(faultsOf(linkToNowhere, parts + far + machine(items))).toEqual([]);
});
