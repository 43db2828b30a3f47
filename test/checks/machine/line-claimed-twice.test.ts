import { describe, expect, test } from "vitest";
import { lineClaimedTwice } from "../../../src/checks/machine/line-claimed-twice.ts";
import { faultsOf, machine } from "./faults-of.ts";

const found = (items: string) => faultsOf(lineClaimedTwice, machine(`core c: amd64; port x[3]\n${items}`));
const gic = "controller gic: 64 lines -> c";

describe("a line has one source", () => {
  test("of two devices", () => {
    const devices = (line: number) =>
      `${gic}\ndevice a: SataDisk at x[0] { interrupt -> gic 5 }\ndevice b: SataDisk at x[1] { interrupt 0..3 -> gic ${line} }`;
    expect(found(devices(6))).toEqual([]);
    expect(found(devices(2))).toEqual([
      "5:30 SK3103 `b` raises line 5 of `gic`, but so does `a` already (a.skerry:4:30)",
    ]);
  });

  test("of a device and a cascade", () => {
    expect(
      found(`${gic}\ncontroller a: 8 lines -> gic at 16\ndevice d: SataDisk at x[0] { interrupt -> gic 20 }`),
    ).toEqual(["5:30 SK3103 `d` raises line 20 of `gic`, but so does the controller `a` already (a.skerry:4:23)"]);
  });

  test("of an array of devices", () => {
    expect(found(`${gic}\ndevice a[2]: SataDisk at c { interrupt -> gic 5 }`)).toEqual([
      "4:30 SK3103 `a[1]` raises line 5 of `gic`, but so does `a[0]` already (a.skerry:4:30)",
    ]);
  });

  test("unless the controller shares it", () => {
    const shared = "controller gic: 64 lines -> c { shared lines 4..5 }";
    const devices =
      "device a: SataDisk at x[0] { interrupt -> gic 5 }; device b: SataDisk at x[1] { interrupt -> gic 5 }";
    expect(found(`${shared}\n${devices}`)).toEqual([]);
  });

  test("where a controller joins its lines, they are one source", () => {
    expect(found(`${gic}\ncontroller a: 8 lines { lines 0..3 -> gic line 7; lines 5..7 -> gic line 7 }`)).toEqual([]);
  });

  test("messages claim the lines they name, and none else", () => {
    const its = "controller its: (4, 8) lines, msi -> c";
    const devices = (a: string, b: string) =>
      `${its}\ndevice a: SataDisk at x[0] { interrupt msi -> its${a} }\ndevice b: SataDisk at x[1] { interrupt msi -> its${b} }`;
    expect(found(devices("", ""))).toEqual([]);
    expect(found(devices(" (1, *)", " (2, *)"))).toEqual([]);
    expect(found(devices(" (1, *)", " (*, 7)"))).toEqual([
      "5:30 SK3103 `b` raises line (1, 7) of `its`, but so does `a` already (a.skerry:4:30)",
    ]);
  });
});
