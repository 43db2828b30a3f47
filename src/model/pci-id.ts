/** Who made a device, and which one it is (PCI Local Bus Specification 3.0, §6.2.1); 16 bits each. */
export interface PciId {
  readonly vendor: number;
  readonly device: number;
}

/** Reads `8086:10fb`, hexadecimal digits as `lspci -n` prints them; null for any other text. */
export function parsePciId(text: string): PciId | null {
  const [, vendor, device] = /^([0-9a-f]{4}):([0-9a-f]{4})$/i.exec(text) ?? [];
  if (vendor === undefined || device === undefined) return null;
  return { vendor: Number.parseInt(vendor, 16), device: Number.parseInt(device, 16) };
}
