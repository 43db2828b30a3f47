/** PCI devices, and the node they hang on: Linux, Documentation/ABI/testing/sysfs-bus-pci. */
import type { DeviceFacts } from "../description/facts.ts";
import { isPartOfChipset } from "../description/pci-classes.ts";
import type { Reading } from "./reading.ts";

const pciFolder = "sys/bus/pci/devices";

/**
 * In order of their address. Left out are bridges and the chipset's own functions (see {@link isPartOfChipset}), and the
 * virtual functions of a device that stands here itself.
 */
export function readDevices(reading: Reading): readonly DeviceFacts[] {
  const addresses = reading.tree
    .list(pciFolder)
    .filter((name) => /^[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$/.test(name));
  const devices = addresses.sort().map((address) => readDevice(reading, address));
  return devices.filter((device) => device !== null);
}

function readDevice(reading: Reading, address: string): DeviceFacts | null {
  const folder = `${pciFolder}/${address}`;
  const wanted = { what: `the class of the PCI device ${address}`, consequence: "the device is left out" };
  const pciClass = reading.value(`${folder}/class`, "a number such as 0x020000", parseHexadecimal, wanted);
  if (pciClass === null || isPartOfChipset(pciClass) || reading.tree.list(folder).includes("physfn")) return null;
  const identity = [reading.text(`${folder}/vendor`), reading.text(`${folder}/device`)];
  return {
    address,
    class: pciClass,
    identity: identity.every((part) => /^0x[0-9a-f]{4}$/.test(part ?? ""))
      ? identity.map((part) => part?.slice(2)).join(":")
      : null,
    driver: /^DRIVER=([\w-]+)$/m.exec(reading.text(`${folder}/uevent`) ?? "")?.[1] ?? null,
    names: [],
    cpus: readNeighbours(reading, folder),
  };
}

/** `numa_node` is -1 when the firmware didn't tell. */
function readNeighbours(reading: Reading, folder: string): readonly number[] | null {
  const node = reading.integer(`${folder}/numa_node`);
  return node === null || node < 0 ? null : reading.cpuList(`sys/devices/system/node/node${node}/cpulist`);
}

function parseHexadecimal(text: string): number | null {
  return /^0x[0-9a-f]{1,8}$/.test(text) ? Number(text) : null;
}
