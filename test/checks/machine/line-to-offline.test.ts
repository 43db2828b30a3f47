import { expect, test } from "vitest";
import { lineToOffline } from "../../../src/checks/machine/line-to-offline.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("of the cores of a route one runs", () => {
  const text = (target: string) =>
    machine(`core on: amd64; core off[2]: amd64, offline; controller gic: 8 lines -> on { line 5 -> ${target} }`);
  expect(faultsOf(lineToOffline, text("on, off[0]"))).toEqual([]);
  expect(faultsOf(lineToOffline, text("off[1]"))).toEqual([
    "2:90 SK3105 `gic` sends line 5 to `off[1]`, which is offline",
  ]);
  expect(faultsOf(lineToOffline, text("off[*]"))).toEqual([
    "2:90 SK3105 `gic` sends line 5 to `off[0]` and 1 more, all offline",
  ]);
});
