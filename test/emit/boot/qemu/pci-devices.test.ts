import { expect, test } from "vitest";
import { printArguments } from "../../../../src/emit/boot/qemu/command-line.ts";
import { viewQuad } from "./quad.ts";

const amd64 = { 'use "prelude/riscv64"': 'use "prelude/amd64"', ": riscv64 @": ": amd64 @" };
const devices = {
  "/// Carries": "device Card { bandwidth 1 GB/s }\n\n/// Carries",
  "link west": `device nic: Card at east, pci "8086:10d3"
  device disk: Card at west, pci "1b36:0010"
  device second: Card at east, pci "1234:11e8"
  device unknown: Card at east, pci "ffff:0001"
  device silent: Card at east
  link west`,
};

function pciOf(changes: Readonly<Record<string, string>>): readonly string[] {
  const all = printArguments(viewQuad({ ...devices, ...changes }), ["kernel.elf"], "blob.bin");
  return all.filter(
    (word, index) => ["-device", "-blockdev"].includes(all[index - 1] ?? "") && !/^(loader|isa-)/.test(word),
  );
}

test("devices that QEMU has models of are plugged into buses of their nodes", () => {
  expect(pciOf(amd64)).toEqual([
    "pxb-pcie,id=node0,bus_nr=32,numa_node=0,bus=pcie.0",
    "pxb-pcie,id=node1,bus_nr=34,numa_node=1,bus=pcie.0",
    "pcie-root-port,id=port0,bus=node1,chassis=1",
    "e1000e,romfile=,id=device0,bus=port0",
    "null-co,node-name=store1,size=1073741824",
    "pcie-root-port,id=port1,bus=node0,chassis=2",
    "nvme,serial=skerry,drive=store1,id=device1,bus=port1",
    "pcie-root-port,id=port2,bus=node1,chassis=3",
    "edu,id=device2,bus=port2",
  ]);
});

test("a board without buses of nodes has them all on one", () => {
  expect(pciOf({}).filter((word) => word.startsWith("pcie-root-port"))).toEqual([
    "pcie-root-port,id=port0,bus=pcie.0,chassis=1",
    "pcie-root-port,id=port1,bus=pcie.0,chassis=2",
    "pcie-root-port,id=port2,bus=pcie.0,chassis=3",
  ]);
});
