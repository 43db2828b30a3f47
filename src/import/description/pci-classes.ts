/** Class codes of PCI devices: PCI Code and ID Assignment Specification 1.15, chapter 1. */

export interface PciClass {
  /** Name of the device kind in `prelude/pci`. */
  readonly kind: string;
  /** First part of the name that a device of the class gets. */
  readonly stem: string;
}

/** By class and subclass, else by class alone. */
const classes: ReadonlyMap<number, PciClass> = new Map([
  [0x0100, { kind: "ScsiController", stem: "storage" }],
  [0x0101, { kind: "IdeController", stem: "storage" }],
  [0x0104, { kind: "RaidController", stem: "storage" }],
  [0x0106, { kind: "SataController", stem: "storage" }],
  [0x0107, { kind: "SasController", stem: "storage" }],
  [0x0108, { kind: "NvmeController", stem: "storage" }],
  [0x01, { kind: "StorageController", stem: "storage" }],
  [0x0200, { kind: "EthernetController", stem: "network" }],
  [0x0207, { kind: "InfinibandController", stem: "network" }],
  [0x02, { kind: "NetworkController", stem: "network" }],
  [0x03, { kind: "DisplayController", stem: "display" }],
  [0x04, { kind: "MultimediaController", stem: "multimedia" }],
  [0x07, { kind: "CommunicationController", stem: "communication" }],
  [0x09, { kind: "InputController", stem: "input" }],
  [0x0b, { kind: "Processor", stem: "processor" }],
  [0x0c03, { kind: "UsbController", stem: "usb" }],
  [0x0c, { kind: "SerialBusController", stem: "bus" }],
  [0x0d, { kind: "WirelessController", stem: "wireless" }],
  [0x0f, { kind: "SatelliteController", stem: "satellite" }],
  [0x10, { kind: "EncryptionController", stem: "encryption" }],
  [0x12, { kind: "Accelerator", stem: "accelerator" }],
]);

const otherClass: PciClass = { kind: "PciDevice", stem: "device" };

/** Every kind a device can come out as: what `prelude/pci` must declare. */
export const pciKinds: readonly string[] = [
  ...new Set([...classes.values(), otherClass].map(({ kind }) => kind)),
].sort();

export function pciClassOf(code: number): PciClass {
  return classes.get(code >> 8) ?? classes.get(code >> 16) ?? otherClass;
}

/**
 * Memory controllers, bridges, system peripherals, signal processing (performance counters) and instrumentation: functions
 * that a package shows on its bus about itself, hundreds of them on a server.
 */
export function isPartOfChipset(code: number): boolean {
  return [0x05, 0x06, 0x08, 0x11, 0x13].includes(code >> 16);
}
