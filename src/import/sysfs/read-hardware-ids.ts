/** Ids by which the hardware knows CPUs: Linux, arch/x86/kernel/cpu/proc.c and arch/riscv/kernel/cpu.c. */
import { readCpuInfo } from "./read-cpu-info.ts";
import type { Reading } from "./reading.ts";

/** APIC ids, and ids of harts; 64-bit ARM shows none. */
const fields = ["apicid", "hart"] as const;

/** By CPU; none where they are not told of all, or not told apart: a wrong one would give away another core. */
export function readHardwareIds(reading: Reading, online: readonly number[]): ReadonlyMap<number, number> {
  const info = readCpuInfo(reading);
  const ids = new Map<number, number>();
  for (const cpu of online) {
    const told = fields.flatMap((field) => info.get(cpu)?.get(field) ?? [])[0] ?? "";
    if (/^\d{1,10}$/.test(told)) ids.set(cpu, Number(told));
  }
  return ids.size === online.length && new Set(ids.values()).size === ids.size ? ids : new Map();
}
