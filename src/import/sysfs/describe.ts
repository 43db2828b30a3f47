import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import type { Outcome } from "../../diagnostics/diagnostic.ts";
import { arrange } from "../description/arrange.ts";
import { printCpuList } from "../description/cpu-list.ts";
import type { MachineFacts } from "../description/facts.ts";
import type { MeasuredLatency } from "../description/measured-latency.ts";
import { describeClocks, devicePlace, printMachine } from "../description/print-machine.ts";
import { readCaches } from "./read-caches.ts";
import { cpuInfoPath } from "./read-cpu-info.ts";
import { readCores, readOfflineCpus, readOnlineCpus } from "./read-cpus.ts";
import { readDevices } from "./read-devices.ts";
import { readIsa, readModel } from "./read-isa.ts";
import { readDistances, readNodes } from "./read-nodes.ts";
import { Reading } from "./reading.ts";
import type { SysfsTree } from "./tree.ts";

/**
 * Describes the machine behind a tree of Linux's /sys and /proc as canonical Skerry text that declares
 * `machine thisMachine`. What the tree doesn't tell, or tells twice and differently, is left out and becomes a
 * diagnostic; null when not even its CPUs and their instruction set are told.
 */
export function describe(tree: SysfsTree, measured: readonly MeasuredLatency[] = []): Outcome<string | null> {
  const reading = new Reading(tree);
  const facts = readMachine(reading, measured);
  return { product: facts === null ? null : printMachine(facts), diagnostics: reading.diagnostics };
}

/** One pair of CPUs for each pair of cores: the first threads of all cores, ascending. */
export function firstThreads(tree: SysfsTree): readonly number[] {
  const reading = new Reading(tree);
  const online = readOnlineCpus(reading) ?? [];
  return readCores(reading, online).flatMap(({ cpus }) => cpus.slice(0, 1));
}

function readMachine(reading: Reading, latencies: readonly MeasuredLatency[]): MachineFacts | null {
  const online = readOnlineCpus(reading);
  const isa = online === null ? null : readIsa(reading);
  if (online === null || isa === null) return null;
  const cores = readCores(reading, online);
  const nodes = readNodes(reading, online);
  const facts: MachineFacts = {
    name: "thisMachine",
    documentation: [
      "This machine as Linux describes it in /sys and /proc. `os` is the number of a core's first hardware thread.",
      ...(cores.some(({ hardwareId }) => hardwareId !== null) ? ["`id` is what the hardware calls that thread."] : []),
      ...describeClocks(cores),
    ],
    remarks: [],
    isa,
    isaDeclaration: null,
    model: readModel(reading),
    betweenPackages: "links",
    cores,
    groups: [],
    caches: readCaches(reading, cores),
    nodes,
    distances: readDistances(reading, nodes),
    devices: readDevices(reading),
    offlineCpus: readOfflineCpus(reading, online),
    latencies,
    memoryLatencies: [],
  };
  reportClocks(reading, facts);
  reportPlaces(reading, facts);
  return facts;
}

function reportClocks(reading: Reading, { cores }: MachineFacts): void {
  const momentary = cores.filter(({ clock }) => clock?.source === "momentary").flatMap(({ cpus }) => cpus);
  const unknown = cores.filter(({ clock }) => clock === null).flatMap(({ cpus }) => cpus);
  const sorted = (cpus: readonly number[]): string => printCpuList([...cpus].sort((a, b) => a - b));
  if (momentary.length > 0) reading.report(importDiagnostics.clockMomentary, cpuInfoPath, { cpus: sorted(momentary) });
  if (unknown.length > 0)
    reading.report(importDiagnostics.valueMissing, cpuInfoPath, {
      path: cpuInfoPath,
      what: `the clock of CPU ${sorted(unknown)}, and there is no cpufreq`,
      consequence: "the clock is left out",
    });
}

function reportPlaces(reading: Reading, facts: MachineFacts): void {
  const machine = arrange(facts);
  for (const device of facts.devices.filter((candidate) => devicePlace(candidate, machine) === null)) {
    const path = `sys/bus/pci/devices/${device.address}/numa_node`;
    const node = device.cpus === null ? "no NUMA node" : "a NUMA node that is no part of a single package";
    reading.report(importDiagnostics.deviceNowhere, path, { address: device.address, node });
  }
}
