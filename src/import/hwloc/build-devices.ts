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
  const chipset = built.filter(({ facts }) => facts !== null && isPartOfChipset(facts.class));
  leftOut.notSayableAll(
    elementsOf(chipset.map(({ object }) => object)),
    (count) => `${counted(count, "function")} of the chipset`,
  );
  return built
    .flatMap(({ facts }) => (facts === null || isPartOfChipset(facts.class) ? [] : [facts]))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
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
  return { address, ...type, driver: null, names: namesIn(object), cpus };
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

/** What the operating system calls a device and its parts. */
function namesIn(device: HwlocObject): readonly string[] {
  const names = device.children.filter(({ type }) => type === "OSDev").map(({ name }) => name ?? "");
  return names.filter((name) => /^[\w./:-]{1,40}$/.test(name)).sort();
}

function reportOthers(objects: readonly HwlocObject[], leftOut: LeftOut): void {
  const bridges = objects.filter(({ type }) => type === "Bridge");
  const lone = objects.filter(({ type, parent }) => type === "OSDev" && parent?.type !== "PCIDev");
  const misc = objects.filter(({ family }) => family === "misc");
  leftOut.notSayableAll(elementsOf(bridges), (count) => `${counted(count, "bridge")} above the devices`);
  leftOut.notSayableAll(elementsOf(lone), (count) => `${counted(count, "device")} of the operating system alone`);
  leftOut.notSayableAll(elementsOf(misc), (count) => counted(count, "object of type Misc"));
}

function elementsOf(objects: readonly HwlocObject[]) {
  return objects.map(({ element }) => element);
}
