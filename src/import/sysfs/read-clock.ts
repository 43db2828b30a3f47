/** The clock of a CPU, from the steadiest source there is. */
import type { Clock, ClockSource } from "../description/facts.ts";
import { cpuFolder } from "./cpu-folder.ts";
import { readCpuInfo } from "./read-cpu-info.ts";
import type { Reading } from "./reading.ts";

/** 1 THz: whatever is above is no clock. */
const fastest = 1e12;

/**
 * Base clock (intel_pstate), nominal clock (ACPI CPPC), highest clock (cpufreq), and last the clock that /proc/cpuinfo shows.
 * Linux, Documentation/admin-guide/pm/cpufreq.rst and acpi/cppc_sysfs.rst.
 */
export function readClock(reading: Reading, cpu: number): Clock | null {
  const folder = `${cpuFolder}/cpu${cpu}`;
  return (
    readHertz(reading, `${folder}/cpufreq/base_frequency`, 1_000, "base") ??
    readHertz(reading, `${folder}/acpi_cppc/nominal_freq`, 1_000_000, "nominal") ??
    readHertz(reading, `${folder}/cpufreq/cpuinfo_max_freq`, 1_000, "maximum") ??
    readMomentary(reading, cpu)
  );
}

function readHertz(reading: Reading, path: string, unit: number, source: ClockSource): Clock | null {
  const count = reading.integer(path, null, { least: 1, most: fastest / unit });
  return count === null ? null : { hertz: count * unit, source };
}

function readMomentary(reading: Reading, cpu: number): Clock | null {
  const megahertz = readCpuInfo(reading).get(cpu)?.get("cpu MHz") ?? "";
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(megahertz)) return null;
  const hertz = Math.round(Number(megahertz) * 1_000_000);
  return hertz > 0 ? { hertz, source: "momentary" } : null;
}
