/** Hangs each device on the object of the part it is joined to. */
import type { PlanDevice, PlanMachine } from "../../plan/plan.ts";
import type { Tree } from "./build-tree.ts";
import type { PciAddress } from "./tree.ts";

export function placeDevices(machine: PlanMachine, { root, homes }: Tree): void {
  const known = new Set<string>();
  for (const device of machine.devices) {
    const pci = addressOf(device);
    const isFirst = pci !== null && !known.has(pci.text);
    if (pci !== null) known.add(pci.text);
    const home = homes[partOf(device, machine)] ?? root;
    const osDevices = device.osDevices ?? [];
    home.devices.push({ name: device.path, kind: device.type, pci: isFirst ? pci : null, ids: device.pci, osDevices });
  }
}

function partOf({ endpoint, part }: PlanDevice, machine: PlanMachine): number {
  if ("part" in endpoint) return endpoint.part;
  if ("port" in endpoint) return machine.ports[endpoint.port]?.part ?? part;
  return "core" in endpoint ? (machine.cores[endpoint.core]?.part ?? part) : part;
}

function addressOf({ address }: PlanDevice): PciAddress | null {
  const [text, domain, bus] = /^([\da-f]{4,8}):([\da-f]{2}):[\da-f]{2}\.[0-7]$/.exec(address ?? "") ?? [];
  if (text === undefined || domain === undefined || bus === undefined) return null;
  return { text, domain, bus: Number.parseInt(bus, 16) };
}
