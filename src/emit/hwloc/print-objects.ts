/** The tree of objects as elements, numbered in the order in which they stand. */

import { type Attribute, type Element, element } from "../xml/print-xml.ts";
import { pciClassOfKind } from "./pci-class.ts";
import { printBits } from "./print-bits.ts";
import type { TreeDevice, TreeMemory, TreeObject } from "./tree.ts";

export interface Printed {
  readonly machine: Element;
  /** gp_index of the NUMA node of each memory of the plan. */
  readonly gpOfMemory: ReadonlyMap<number, number>;
}

/** `infos` are those of the machine. */
export function printObjects(root: TreeObject, infos: readonly Element[]): Printed {
  const printing: Printing = { next: 1, gpOfMemory: new Map() };
  const machine = printObject(root, new Set(), infos, printing);
  return { machine, gpOfMemory: printing.gpOfMemory };
}

interface Printing {
  next: number;
  readonly gpOfMemory: Map<number, number>;
}

/** `outer`: nodes that hang on the objects around it. */
function printObject(
  object: TreeObject,
  outer: ReadonlySet<number>,
  infos: readonly Element[],
  printing: Printing,
): Element {
  const { type, cpus, complete, attributes, osIndex, children } = object;
  const own = new Set([...outer, ...object.memories.map(({ node }) => node)]);
  const nodes = printBits(new Set([...own, ...children.flatMap(nodesWithin)]));
  const set = printBits(cpus);
  const isMachine = type === "Machine";
  const all: readonly Attribute[] = [
    ["type", type],
    ...numbered(isMachine ? 0 : osIndex),
    ["cpuset", set],
    ["complete_cpuset", printBits(complete)],
    ...(isMachine ? [["allowed_cpuset", set] as const] : []),
    ["nodeset", nodes],
    ["complete_nodeset", nodes],
    ...(isMachine ? [["allowed_nodeset", nodes] as const] : []),
    ["gp_index", printing.next++],
    ...attributes,
  ];
  return element("object", all, [
    ...infos,
    ...object.memories.map((memory) => printMemory(memory, printing)),
    ...children.map((child) => printObject(child, own, [], printing)),
    ...printDevices(object.devices, printing),
  ]);
}

function numbered(osIndex: number | null): readonly Attribute[] {
  return osIndex === null ? [] : [["os_index", osIndex]];
}

function nodesWithin({ memories, children }: TreeObject): readonly number[] {
  return [...memories.map(({ node }) => node), ...children.flatMap(nodesWithin)];
}

function printMemory({ memory, node, cpus, size }: TreeMemory, printing: Printing): Element {
  const gp = printing.next++;
  if (memory !== null) printing.gpOfMemory.set(memory, gp);
  const [set, nodes] = [printBits(cpus), printBits([node])];
  return element("object", [
    ["type", "NUMANode"],
    ["os_index", node],
    ["cpuset", set],
    ["complete_cpuset", set],
    ["nodeset", nodes],
    ["complete_nodeset", nodes],
    ["gp_index", gp],
    ...(size === null ? [] : [["local_memory", size] as const]),
  ]);
}

/** One host bridge for each PCI domain, and what has no address on such a bus as it is. */
function printDevices(devices: readonly TreeDevice[], printing: Printing): readonly Element[] {
  const domains = [...new Set(devices.flatMap(({ pci }) => pci?.domain ?? []))].sort();
  const bridges = domains.map((domain) => printBridge(domain, devices, printing));
  const others = devices.filter(({ pci }) => pci === null);
  const lone = others.flatMap(({ osDevices }) => printOsDevices(osDevices, printing));
  const misc = others
    .filter(({ osDevices }) => osDevices.length === 0)
    .map(({ name, kind }) =>
      element("object", [
        ["type", "Misc"],
        ["gp_index", printing.next++],
        ["name", name],
        ["subtype", kind],
      ]),
    );
  return [...bridges, ...lone, ...misc];
}

function printBridge(domain: string, all: readonly TreeDevice[], printing: Printing): Element {
  const devices = all.flatMap(({ pci, ...device }) => (pci?.domain === domain ? [{ ...device, ...pci }] : []));
  devices.sort((a, b) => (a.text < b.text ? -1 : 1));
  const buses = devices.map(({ bus }) => bus);
  const range = [Math.min(...buses), Math.max(...buses)].map((bus) => bus.toString(16).padStart(2, "0"));
  const attributes: readonly Attribute[] = [
    ["type", "Bridge"],
    ["gp_index", printing.next++],
    ["bridge_type", "0-1"],
    ["depth", 0],
    ["bridge_pci", `${domain}:[${range.join("-")}]`],
  ];
  return element(
    "object",
    attributes,
    devices.map((device) => printPci(device, printing)),
  );
}

/** Zeros are hwloc's word for what is not known: vendor, device, revision, speed. */
function printPci({ text, kind, ids, osDevices }: PciDevice, printing: Printing): Element {
  const attributes: readonly Attribute[] = [
    ["type", "PCIDev"],
    ["gp_index", printing.next++],
    ["pci_busid", text],
    ["pci_type", `${pciClassOfKind(kind)} [${printIds(ids)}] [0000:0000] 00`],
    ["pci_link_speed", "0.000000"],
  ];
  return element("object", attributes, printOsDevices(osDevices, printing));
}

function printIds(ids: TreeDevice["ids"]): string {
  return [ids?.vendor ?? 0, ids?.device ?? 0].map((id) => id.toString(16).padStart(4, "0")).join(":");
}

type PciDevice = Pick<TreeDevice, "kind" | "ids" | "osDevices"> & { readonly text: string };

/** In the order of hwloc 2's numbers: include/hwloc.h, hwloc_obj_osdev_type_e. */
const osDeviceTypes = ["block", "gpu", "network", "openfabrics", "dma", "coprocessor"];

function printOsDevices(osDevices: TreeDevice["osDevices"], printing: Printing): readonly Element[] {
  return osDevices.map(({ kind, name }) =>
    element("object", [
      ["type", "OSDev"],
      ["gp_index", printing.next++],
      ["name", name],
      ["osdev_type", Math.max(0, osDeviceTypes.indexOf(kind))],
    ]),
  );
}
