/** The description of a machine as text. */
import { arrange, type Group } from "./arrange.ts";
import { printCpuList } from "./cpu-list.ts";
import type { ClockSource, DeviceFacts, MachineFacts } from "./facts.ts";
import { lineBytesOf } from "./line-bytes.ts";
import type { MeasuredLatency } from "./measured-latency.ts";
import { corePaths, groupName } from "./names.ts";
import { declareParts } from "./part-declarations.ts";
import { pciClassOf } from "./pci-classes.ts";
import {
  indent,
  type Printing,
  printCoherence,
  printInstance,
  printMemories,
  printPart,
  printSharedCaches,
} from "./print-part.ts";

/** `skerry format` has nothing to change in it. */
export function printMachine(facts: MachineFacts, measured: readonly MeasuredLatency[]): string {
  const machine = arrange(facts);
  const declarations = declareParts(machine, facts);
  const packagesKnown = machine.groups.every(({ level }) => level === "package");
  const packages = packagesKnown ? machine.groups : [];
  const printing = { facts, declarations, packagesKnown, portsOfPackage: packages.length - 1 };
  const parts = [...new Set(declarations.values())].flatMap((declaration) => [...printPart(declaration, printing), ""]);
  const body = sections([
    machine.groups.map((group) => printInstance(group, machine, [], printing)),
    printSharedCaches(machine, facts.isa),
    packagesKnown ? [] : printCoherence(machine),
    printMemories(machine, []),
    printDistances(facts),
    printLinks(packages, machine, facts),
    printOffline(facts),
    ...facts.devices.map((device, index) => printDevice(device, index, machine, facts)),
    printMeasured(machine, measured),
  ]);
  const lines = [
    ...printUses(facts, printing),
    "",
    ...parts,
    ...documentationOf(facts),
    "machine thisMachine {",
    ...indent(body),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** Sections that hold something, with an empty line between them. */
function sections(all: readonly (readonly string[])[]): readonly string[] {
  return all.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function printUses(facts: MachineFacts, { portsOfPackage }: Printing): readonly string[] {
  const names = [facts.isa, ...(portsOfPackage > 0 ? ["links"] : []), ...(facts.devices.length > 0 ? ["pci"] : [])];
  return names.sort().map((name) => `use "prelude/${name}"`);
}

const clockWords: Readonly<Record<ClockSource, string>> = {
  base: "the base clocks that cpufreq tells",
  nominal: "the nominal clocks that the firmware tells",
  maximum: "the highest clocks that cpufreq allows",
  momentary: "the clocks that /proc/cpuinfo showed at that moment",
};

function documentationOf(facts: MachineFacts): readonly string[] {
  const sources = [...new Set(facts.cores.map(({ clock }) => clock?.source))].filter((source) => source !== undefined);
  const clocks = sources.map((source) => clockWords[source]).sort();
  return [
    "/// This machine as Linux describes it in /sys and /proc. `os` is the number of a core's first hardware thread.",
    ...(clocks.length === 0 ? [] : [`/// Clocks are ${clocks.join(" and ")}.`]),
  ];
}

function printDistances({ distances, nodes }: MachineFacts): readonly string[] {
  if (distances === null) return [];
  const rows = distances.map((row, index) => `//   node ${nodes[index]?.number}: ${row.join(" ")}`);
  return [
    "// Relative distances from each node to all nodes, as the firmware tells them: 10 is the node itself. No times.",
    ...rows,
  ];
}

/** One between each pair: lines move between any two packages, over which wires Linux doesn't tell. */
function printLinks(packages: readonly Group[], machine: Group, { isa }: MachineFacts): readonly string[] {
  const line = lineBytesOf(isa);
  const transfer = line === 64 ? "" : `, transfer ${line} bytes`;
  return packages.flatMap((from, a) =>
    packages.slice(a + 1).map((to, offset) => {
      const b = a + 1 + offset;
      const ends = `${groupName(from, machine)}.socket[${b - 1}] -- ${groupName(to, machine)}.socket[${a}]`;
      return `link ${ends}: CoherentLink${transfer}`;
    }),
  );
}

function printOffline({ offlineCpus }: MachineFacts): readonly string[] {
  return offlineCpus.length === 0
    ? []
    : [`// Offline, so that Linux does not tell where they are: CPU ${printCpuList(offlineCpus)}.`];
}

function printDevice(device: DeviceFacts, index: number, machine: Group, facts: MachineFacts): readonly string[] {
  const place = deviceGroup(device, machine);
  if (place === null) return [];
  const { kind, stem } = pciClassOf(device.class);
  const before = facts.devices.slice(0, index).filter((other) => pciClassOf(other.class).stem === stem);
  const told = [device.identity, device.driver === null ? null : `driver ${device.driver}`].filter(
    (part) => part !== null,
  );
  return [
    ...(told.length === 0 ? [] : [`/// PCI ${told.join(", ")}.`]),
    `device ${stem}${before.length}: ${kind} at ${groupName(place, machine)}, address "${device.address}"`,
  ];
}

/** The package whose CPUs the device names; the only one there is; else null. */
export function deviceGroup(device: DeviceFacts, machine: Group): Group | null {
  const [only, ...others] = machine.groups;
  if (only !== undefined && others.length === 0) return only;
  const { cpus } = device;
  if (cpus === null || cpus.length === 0) return null;
  return (
    machine.groups.find((group) => cpus.every((cpu) => group.cores.some((core) => core.cpus.includes(cpu)))) ?? null
  );
}

function printMeasured(machine: Group, measured: readonly MeasuredLatency[]): readonly string[] {
  const threads = [...corePaths(machine)].flatMap(([core, path]) => core.cpus.map((cpu) => [cpu, path] as const));
  const paths = new Map(threads);
  const lines = measured.flatMap(({ from, to, nanoseconds, source }) => {
    const [a, b] = [paths.get(from), paths.get(to)];
    if (a === undefined || b === undefined) return [];
    return [`measured latency ${a} -> ${b}: ${nanoseconds} ns ${JSON.stringify(source)}`];
  });
  const meaning =
    "// Half of a round trip through one shared word between two spinning threads: a cache line, one way.";
  return lines.length === 0 ? [] : [meaning, ...lines];
}
