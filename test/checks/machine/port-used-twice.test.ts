import { expect, test } from "vitest";
import { portUsedTwice } from "../../../src/checks/machine/port-used-twice.ts";
import { faultsOf, packages } from "./faults-of.ts";

test("two links need two ports", () => {
  const links = "link p[0].x[0] -- p[1].x[0]; link p[1].x[0] -- p[2].x[0]";
  expect(faultsOf(portUsedTwice, packages(3, links))).toEqual([
    "4:35 SK3002 the port `p[1].x[0]` is used by the link `p[1].x[0] -- p[2].x[0]`, but the link `p[0].x[0] -- p[1].x[0]` uses it already",
  ]);
});

test("a device takes a port for itself", () => {
  const items = "link p[0].x[0] -- p[1].x[0]; device d: SataDisk at p[0].x[0]; device e: SataDisk at p[0].x[1]";
  expect(faultsOf(portUsedTwice, packages(2, items))).toEqual([
    "4:52 SK3002 the port `p[0].x[0]` is used by the device `d`, but the link `p[0].x[0] -- p[1].x[0]` uses it already",
  ]);
});

test("one link in and one link out share a port, two out do not", () => {
  const ring = "link p[0].x[0] -> p[1].x[0]; link p[1].x[0] -> p[0].x[0]";
  expect(faultsOf(portUsedTwice, packages(2, ring))).toEqual([]);
  const fan = "link p[0].x[0] -> p[1].x[0]; link p[0].x[0] -> p[2].x[0]";
  expect(faultsOf(portUsedTwice, packages(3, fan))).toHaveLength(1);
});
