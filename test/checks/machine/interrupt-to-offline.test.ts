import { expect, test } from "vitest";
import { interruptToOffline } from "../../../src/checks/machine/interrupt-to-offline.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a core that is off hears no interrupt", () => {
  const items = "core a: amd64; core b: amd64, offline; port x; device d: SataDisk at x { interrupt -> b }";
  expect(faultsOf(interruptToOffline, machine(items))).toEqual(["2:60 SK3020 `d` interrupts `b`, which is offline"]);
  expect(faultsOf(interruptToOffline, machine(items.replace("-> b", "-> a")))).toEqual([]);
});
