import { expect, test } from "vitest";
import { interruptLost } from "../../../src/analyses/interrupts/interrupt-lost.ts";
import { faultsOf, machine } from "../../checks/machine/faults-of.ts";

const text = (controllers: string, interrupt: string) =>
  machine(`core c: amd64
${controllers}
device d: SataDisk at c { interrupt ${interrupt} }`);

test("a line without a route ends an interrupt, by whatever way it came", () => {
  const controllers = "controller gic: 64 lines { lines 0..31 -> c }; controller slave: 8 lines -> gic at 28";
  expect(faultsOf(interruptLost, text(controllers, "-> gic 31"))).toEqual([]);
  expect(faultsOf(interruptLost, text(controllers, "-> slave 3"))).toEqual([]);
  expect(faultsOf(interruptLost, text(controllers, "-> gic 32"))).toEqual([
    "4:27 SK3108 an interrupt of `d` ends at line 32 of `gic`: no route leads on from there",
  ]);
  expect(faultsOf(interruptLost, text(controllers, "0..7 -> slave 0"))).toEqual([
    "4:27 SK3108 an interrupt of `d` ends at lines 32..35 of `gic`, by way of `slave`: no route leads on from there",
  ]);
});

test("of messages that may raise any line, one that is heard is enough", () => {
  const its = (route: string) => `controller its: (4, 8) lines, msi { ${route} }`;
  expect(faultsOf(interruptLost, text(its("lines (2, *) -> c"), "msi -> its"))).toEqual([]);
  expect(faultsOf(interruptLost, text(its("lines (2, *) -> c"), "msi -> its (1, *)"))).toEqual([
    "4:27 SK3108 an interrupt of `d` ends at lines (1, *) of `its`: no route leads on from there",
  ]);
});
