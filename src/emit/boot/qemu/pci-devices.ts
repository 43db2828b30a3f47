/** Devices of a description that QEMU has models of, each on a bus of its node. */
import type { PlanDevice, PlanMachine } from "../../../plan/plan.ts";
import { homeMemory } from "../home-memory.ts";
import type { Platform } from "./platform.ts";

export interface QemuDevice {
  readonly name: string;
  /** Of what it is plugged into; null where the board cannot tell nodes apart. */
  readonly node: number | null;
  /** Arguments without the bus. */
  readonly model: string;
  /** Whether it wants to be given something to store in. */
  readonly isStorage: boolean;
}

/** By the ids that the model has on PCI (docs/specs/pci-ids.rst of QEMU 7.2, and include/hw/pci/pci_ids.h). */
const models: ReadonlyMap<string, { readonly model: string; readonly isStorage?: true }> = new Map([
  ["1234:11e8", { model: "edu" }],
  ["1af4:1041", { model: "virtio-net-pci,disable-legacy=on,romfile=" }],
  ["1af4:1042", { model: "virtio-blk-pci,disable-legacy=on", isStorage: true }],
  ["1af4:1044", { model: "virtio-rng-pci,disable-legacy=on" }],
  ["1b36:000d", { model: "qemu-xhci" }],
  ["1b36:0010", { model: "nvme,serial=skerry", isStorage: true }],
  ["8086:10d3", { model: "e1000e,romfile=" }],
  ["8086:2922", { model: "ich9-ahci" }],
]);

export const modelledIds: readonly string[] = [...models.keys()];

/** "8086:10d3"; null for a device that says no ids. */
export function idsOf({ pci }: Pick<PlanDevice, "pci">): string | null {
  if (pci === undefined) return null;
  return [pci.vendor, pci.device].map((id) => id.toString(16).padStart(4, "0")).join(":");
}

export function listDevices(machine: PlanMachine, { hasExpanders }: Platform): readonly QemuDevice[] {
  return machine.devices.flatMap((device) => {
    const model = models.get(idsOf(device) ?? "");
    if (model === undefined) return [];
    const node = homeMemory(machine, partOf(machine, device));
    const place = hasExpanders && machine.memories.length > 1 && node >= 0 ? node : null;
    return [{ name: device.path, node: place, model: model.model, isStorage: model.isStorage === true }];
  });
}

/** What it is plugged into, or that of it. */
export function partOf(machine: PlanMachine, { endpoint, part }: PlanDevice): number {
  if ("part" in endpoint) return endpoint.part;
  if ("port" in endpoint) return machine.ports[endpoint.port]?.part ?? part;
  if ("core" in endpoint) return machine.cores[endpoint.core]?.part ?? part;
  const other = machine.devices[endpoint.device];
  return other === undefined ? part : partOf(machine, other);
}

/** Root bridges count their buses down to this one: an expander for each node, and a port for each device. */
const firstBus = 32;
const buses = 256;
const storageBytes = 1 << 30;

/** Buses that devices take: one of every node that has some, one of every device. */
export function countBuses(devices: readonly QemuDevice[]): number {
  return new Set(devices.map(({ node }) => node)).size + devices.length;
}

export const mostBuses = buses - firstBus;

export function printDevices(devices: readonly QemuDevice[]): readonly string[] {
  const nodes = [...new Set(devices.flatMap(({ node }) => node ?? []))].sort((one, other) => one - other);
  let bus = firstBus;
  const expanders = nodes.flatMap((node) => {
    const first = bus;
    bus += 1 + devices.filter((each) => each.node === node).length;
    return ["-device", `pxb-pcie,id=node${node},bus_nr=${first},numa_node=${node},bus=pcie.0`];
  });
  return [...expanders, ...devices.flatMap(printDevice)];
}

function printDevice({ node, model, isStorage }: QemuDevice, index: number): readonly string[] {
  const port = `port${index}`;
  const store = `store${index}`;
  const above = node === null ? "pcie.0" : `node${node}`;
  return [
    ...(isStorage ? ["-blockdev", `null-co,node-name=${store},size=${storageBytes}`] : []),
    ...["-device", `pcie-root-port,id=${port},bus=${above},chassis=${index + 1}`],
    ...["-device", `${model}${isStorage ? `,drive=${store}` : ""},id=device${index},bus=${port}`],
  ];
}
