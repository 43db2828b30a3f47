import { expect, test } from "vitest";
import { messageToWires } from "../../../src/checks/machine/message-to-wires.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a controller takes messages when it says so", () => {
  const text = (attribute: string) =>
    machine(
      `core c: amd64; controller gic: 8 lines${attribute} -> c; device d: SataDisk at c { interrupt msi -> gic }`,
    );
  expect(faultsOf(messageToWires, text(", msi"))).toEqual([]);
  expect(faultsOf(messageToWires, text(""))).toEqual([
    "2:84 SK3106 `d` sends messages to the controller `gic`, which takes none: it is declared without `msi`",
  ]);
});
