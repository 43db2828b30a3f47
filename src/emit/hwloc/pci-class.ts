/** Class and subclass, as hwloc writes them, of the kinds of devices in `prelude/pci`. */
const classOf: ReadonlyMap<string, string> = new Map([
  ["ScsiController", "0100"],
  ["IdeController", "0101"],
  ["RaidController", "0104"],
  ["SataController", "0106"],
  ["SasController", "0107"],
  ["NvmeController", "0108"],
  ["StorageController", "0180"],
  ["EthernetController", "0200"],
  ["InfinibandController", "0207"],
  ["NetworkController", "0280"],
  ["DisplayController", "0380"],
  ["MultimediaController", "0480"],
  ["CommunicationController", "0780"],
  ["InputController", "0980"],
  ["Processor", "0b80"],
  ["UsbController", "0c03"],
  ["SerialBusController", "0c80"],
  ["WirelessController", "0d80"],
  ["SatelliteController", "0f80"],
  ["EncryptionController", "1080"],
  ["Accelerator", "1200"],
]);

/** `ffff`, which the PCI specification keeps for "none of the classes", for all other kinds. */
export function pciClassOfKind(kind: string): string {
  return classOf.get(kind) ?? "ffff";
}
