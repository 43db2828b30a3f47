/** CPUs, and which of them are threads of one core: Linux, Documentation/admin-guide/cputopology.rst. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { printCpuList } from "../description/cpu-list.ts";
import type { CoreFacts } from "../description/facts.ts";
import { cpuFolder } from "./cpu-folder.ts";
import { readClock } from "./read-clock.ts";
import { type CoreKinds, readCoreKinds } from "./read-core-kinds.ts";
import { readHardwareIds } from "./read-hardware-ids.ts";
import type { Reading } from "./reading.ts";

/** The CPUs that run; null when there are none. */
export function readOnlineCpus(reading: Reading): readonly number[] | null {
  const path = `${cpuFolder}/online`;
  const online = reading.cpuList(path);
  if (online !== null && online.length > 0) return online;
  // A kernel without CPU hotplug may not have the list; then every CPU with a topology runs.
  const present = reading
    .numbered(cpuFolder, "cpu")
    .filter((cpu) => reading.tree.list(`${cpuFolder}/cpu${cpu}/topology`).length > 0);
  if (present.length > 0) return present;
  reading.report(importDiagnostics.noCpus, path, { path });
  return null;
}

export function readOfflineCpus(reading: Reading, online: readonly number[]): readonly number[] {
  const path = `${cpuFolder}/present`;
  const present = reading.cpuList(path) ?? [];
  const offline = present.filter((cpu) => !online.includes(cpu));
  if (offline.length > 0) reading.report(importDiagnostics.cpuOffline, path, { cpus: printCpuList(offline) });
  return offline;
}

export function readCores(reading: Reading, online: readonly number[]): readonly CoreFacts[] {
  const kinds = readCoreKinds(reading, online);
  const ids = readHardwareIds(reading, online);
  return readThreads(reading, online).map((cpus) => {
    return { ...readCore(reading, cpus, kinds), hardwareId: ids.get(cpus[0] ?? 0) ?? null };
  });
}

function readCore(reading: Reading, cpus: readonly number[], kinds: CoreKinds): Omit<CoreFacts, "hardwareId"> {
  const cpu = cpus[0] ?? 0;
  const topology = `${cpuFolder}/cpu${cpu}/topology`;
  return {
    cpus,
    package: placeNumber(reading, `${topology}/physical_package_id`, cpu),
    die: atLeastZero(reading.integer(`${topology}/die_id`)),
    cluster: reading.cpuList(`${topology}/cluster_cpus_list`),
    clock: readClock(reading, cpu),
    kind: kinds.get(cpu) ?? null,
  };
}

/** Some kernels write -1 for "not known". */
function atLeastZero(number: number | null): number | null {
  return number !== null && number >= 0 ? number : null;
}

function placeNumber(reading: Reading, path: string, cpu: number): number | null {
  const wanted = { what: `the package of CPU ${cpu}`, consequence: "the core stands outside of any package" };
  const number = reading.integer(path, wanted);
  if (number !== null && number < 0) reading.report(importDiagnostics.valueMissing, path, { path, ...wanted });
  return atLeastZero(number);
}

/** The sets of CPUs that are threads of one core: those that name each other. */
function readThreads(reading: Reading, online: readonly number[]): readonly (readonly number[])[] {
  const named = new Map(online.map((cpu) => [cpu, readSiblings(reading, cpu, online)]));
  const agreed = (cpu: number, other: number): boolean => named.get(other)?.includes(cpu) ?? false;
  const taken = new Set<number>();
  const cores: (readonly number[])[] = [];
  for (const cpu of online) {
    if (taken.has(cpu)) continue;
    const others = (named.get(cpu) ?? []).filter((other) => other !== cpu);
    for (const other of others.filter((one) => !agreed(cpu, one)))
      reading.report(importDiagnostics.siblingsDisagree, siblingsPath(reading, cpu), { cpu, other });
    const core = [cpu, ...others.filter((other) => agreed(cpu, other) && !taken.has(other))].sort((a, b) => a - b);
    for (const one of core) taken.add(one);
    cores.push(core);
  }
  return cores;
}

function readSiblings(reading: Reading, cpu: number, online: readonly number[]): readonly number[] {
  const wanted = {
    what: `the hardware threads of the core of CPU ${cpu}`,
    consequence: "it stands as a core by itself",
  };
  const siblings = reading.cpuList(siblingsPath(reading, cpu), wanted) ?? [cpu];
  return siblings.filter((sibling) => online.includes(sibling));
}

/** `core_cpus_list` since Linux 5.3, `thread_siblings_list` before. */
function siblingsPath(reading: Reading, cpu: number): string {
  const topology = `${cpuFolder}/cpu${cpu}/topology`;
  const older = `${topology}/thread_siblings_list`;
  return reading.text(`${topology}/core_cpus_list`) === null && reading.text(older) !== null
    ? older
    : `${topology}/core_cpus_list`;
}
