import { expect, test } from "vitest";
import { pciIdForm } from "../../../src/checks/machine/pci-id-form.ts";
import { faultsOf } from "./faults-of.ts";

test("the id of a device on PCI is two times four hexadecimal digits", () => {
  const found = (kind: string, own: string) =>
    faultsOf(
      pciIdForm,
      `isa tiny { word 32 bits, little endian, line 64 bytes, page 4 KiB } device Card { ${kind} }
      machine m { core cpu: tiny @ 1 GHz; device nic: Card at cpu${own} }`,
    );
  expect(found('pci "8086:10fb"', "")).toEqual([]);
  expect(found('pci "8086:10fb"', ', pci "15B3:101d"')).toEqual([]);
  expect(found("", "")).toEqual([]);
  for (const wrong of ["8086", "0x8086:0x10fb", "8086:10fb:01", "8o86:10fb", ""]) {
    expect(found("", `, pci "${wrong}"`)).toHaveLength(1);
  }
});
