/** Core kinds of hybrid processors. */
import { cpuFolder } from "./cpu-folder.ts";
import type { Reading } from "./reading.ts";

export type CoreKinds = ReadonlyMap<number, "performance" | "efficiency">;

/**
 * By the performance counters that Linux registers for each kind of core of Intel's hybrid processors, else by the relative
 * capacity of each CPU: of two values in use, the higher one is the performance cores'. With three or more values only the
 * highest and the lowest get a name.
 */
export function readCoreKinds(reading: Reading, online: readonly number[]): CoreKinds {
  const listed = readListedKinds(reading);
  return listed.size > 0 ? listed : readCapacities(reading, online);
}

const counterFolders = [
  ["sys/devices/cpu_core/cpus", "performance"],
  ["sys/devices/cpu_atom/cpus", "efficiency"],
  ["sys/devices/cpu_lowpower/cpus", "efficiency"],
] as const;

function readListedKinds(reading: Reading): CoreKinds {
  const kinds = new Map<number, "performance" | "efficiency">();
  for (const [path, kind] of counterFolders) for (const cpu of reading.cpuList(path) ?? []) kinds.set(cpu, kind);
  return kinds;
}

function readCapacities(reading: Reading, online: readonly number[]): CoreKinds {
  const capacities = new Map<number, number>();
  for (const cpu of online) {
    const capacity = reading.integer(`${cpuFolder}/cpu${cpu}/cpu_capacity`);
    if (capacity !== null) capacities.set(cpu, capacity);
  }
  const values = [...capacities.values()];
  const highest = Math.max(...values);
  const lowest = Math.min(...values);
  const kinds = new Map<number, "performance" | "efficiency">();
  if (capacities.size < online.length || highest === lowest) return kinds;
  for (const [cpu, capacity] of capacities) {
    if (capacity === highest) kinds.set(cpu, "performance");
    if (capacity === lowest) kinds.set(cpu, "efficiency");
  }
  return kinds;
}
