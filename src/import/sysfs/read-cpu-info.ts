/** /proc/cpuinfo: paragraphs of `key : value`, one for each CPU that runs. */
import type { Reading } from "./reading.ts";

export const cpuInfoPath = "proc/cpuinfo";

export type CpuInfo = ReadonlyMap<number, ReadonlyMap<string, string>>;

const known = new WeakMap<Reading, CpuInfo>();

/** The fields by CPU number; read once for each reading. */
export function readCpuInfo(reading: Reading): CpuInfo {
  const before = known.get(reading);
  if (before !== undefined) return before;
  const info = parseCpuInfo(reading.text(cpuInfoPath) ?? "");
  known.set(reading, info);
  return info;
}

function parseCpuInfo(text: string): CpuInfo {
  const info = new Map<number, ReadonlyMap<string, string>>();
  for (const paragraph of text.split(/\n\s*\n/)) {
    const fields = new Map<string, string>();
    for (const line of paragraph.split("\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    }
    const processor = fields.get("processor") ?? "";
    if (/^\d{1,6}$/.test(processor)) info.set(Number(processor), fields);
  }
  return info;
}
