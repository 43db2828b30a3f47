/** From objects to PCI devices. */
import type { DeviceFacts } from "../description/facts.ts";
import { isPartOfChipset } from "../description/pci-classes.ts";
import { counted, type LeftOut } from "./left-out.ts";
import type { PusWithin } from "./pus-within.ts";
import type { Reading } from "./reading.ts";
import { type HwlocObject, homeOf } from "./topology.ts";

/** In order of their addresses, without the chipset's own functions. */
export function buildDevices(
  objects: readonly HwlocObject[],
  pus: PusWithin,
  reading: Reading,
  leftOut: LeftOut,
): readonly DeviceFacts[] {
  const devices = objects.filter(({ type }) => type === "PCIDev");
  const built = devices.map((object) => ({ object, facts: buildDevice(object, pus, reading) }));
  reportOthers(objects, leftOut);
  reportLone(objects, new Set(built.filter(isDescribed).map(({ object }) => object)), leftOut);
  const chipset = built.filter(({ facts }) => facts !== null && isPartOfChipset(facts.class));
  leftOut.notSayableAll(
    elementsOf(chipset.map(({ object }) => object)),
    (count) => `${counted(count, "function")} of the chipset`,
  );
  return built
    .filter(isDescribed)
    .map(({ facts }) => facts)
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

interface Built {
  readonly object: HwlocObject;
  readonly facts: DeviceFacts | null;
}

function isDescribed(built: Built): built is Built & { readonly facts: DeviceFacts } {
  return built.facts !== null && !isPartOfChipset(built.facts.class);
}

function buildDevice(object: HwlocObject, pus: PusWithin, reading: Reading): DeviceFacts | null {
  const { element } = object;
  const address = reading.required(element, "pci_busid", (from, name) =>
    reading.value(from, name, "an address such as 0000:3b:00.0", (text) =>
      /^[\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/.test(text) ? text : null,
    ),
  );
  const type = reading.required(element, "pci_type", (from, name) =>
    reading.value(from, name, "a class such as 0200 [8086:1572] [0000:0000] 01", parseType),
  );
  if (address === null || type === null) return null;
  const home = homeOf(object);
  const cpus = home.parent === null ? null : (pus.get(home) ?? null);
  return { address, ...type, driver: null, names: namesIn(object, reading), cpus };
}

/** hwloc 3.0 writes the programming interface of the class behind the revision. */
function parseType(text: string): { readonly class: number; readonly identity: string | null } | null {
  const pattern = /^([\da-f]{4}) \[([\da-f]{4}:[\da-f]{4})\] \[[\da-f]{4}:[\da-f]{4}\] [\da-f]{2}(?: ([\da-f]{2}))?$/;
  const [, classCode, identity = "", interfaceCode] = pattern.exec(text) ?? [];
  if (classCode === undefined) return null;
  return {
    class: Number.parseInt(`${classCode}${interfaceCode ?? "00"}`, 16),
    identity: identity === "0000:0000" ? null : identity,
  };
}

/** Those that fit into a text with others. */
const sayableName = /^[\w./:-]{1,40}$/;

/** What the operating system calls a device and its functions, each behind its kind. */
function namesIn(device: HwlocObject, reading: Reading): readonly string[] {
  const named = device.children.filter((child) => child.type === "OSDev" && sayableName.test(child.name ?? ""));
  return named.map((child) => `${kindOf(child, reading)} ${child.name}`).sort();
}

/** By the number of hwloc 2, or the lowest of the bits of hwloc 3: include/hwloc.h, hwloc_obj_osdev_type_e. */
function kindOf({ element }: HwlocObject, reading: Reading): string {
  const number = reading.number(element, "osdev_type") ?? 0;
  if (!reading.isVersion3) return kinds[number] ?? "block";
  const bit = [64, 32, 16, 8, 4].find((each) => (number & each) !== 0);
  return kindOfBit.get(bit ?? 1) ?? "block";
}

const kinds = ["block", "gpu", "network", "openfabrics", "dma", "coprocessor"];

const kindOfBit: ReadonlyMap<number, string> = new Map([
  [4, "gpu"],
  [8, "coprocessor"],
  [16, "network"],
  [32, "openfabrics"],
  [64, "dma"],
]);

function reportOthers(objects: readonly HwlocObject[], leftOut: LeftOut): void {
  const bridges = objects.filter(({ type }) => type === "Bridge");
  const misc = objects.filter(({ family }) => family === "misc");
  leftOut.notSayableAll(elementsOf(bridges), (count) => `${counted(count, "bridge")} above the devices`);
  leftOut.notSayableAll(elementsOf(misc), (count) => counted(count, "object of type Misc"));
}

/** What the operating system calls something that is no described device, or calls it a name that no text holds. */
function reportLone(objects: readonly HwlocObject[], described: ReadonlySet<HwlocObject>, leftOut: LeftOut): void {
  const lone = objects.filter(({ type, parent, name }) => {
    const isNamed = parent !== null && described.has(parent) && sayableName.test(name ?? "");
    return type === "OSDev" && !isNamed;
  });
  leftOut.notSayableAll(elementsOf(lone), (count) => `${counted(count, "device")} of the operating system alone`);
}

function elementsOf(objects: readonly HwlocObject[]) {
  return objects.map(({ element }) => element);
}
