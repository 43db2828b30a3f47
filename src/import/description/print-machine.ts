/** The description of a machine as text. */
import { arrange, type Group } from "./arrange.ts";
import { printCpuList } from "./cpu-list.ts";
import type { ClockSource, CoreFacts, DeviceFacts, MachineFacts } from "./facts.ts";
import { lineBytesOf } from "./line-bytes.ts";
import { corePaths, groupName, memoryPaths } from "./names.ts";
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
export function printMachine(facts: MachineFacts): string {
  const machine = arrange(facts);
  const declarations = declareParts(machine, facts);
  const packages = joinedPackages(machine, facts);
  const packagesKnown = packages.length > 0;
  const printing = { facts, declarations, packagesKnown, portsOfPackage: Math.max(0, packages.length - 1) };
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
    printLatencies(machine, facts),
    printMemoryLatencies(machine, facts),
  ]);
  const lines = [
    ...printUses(facts, printing),
    ...(facts.isaDeclaration === null ? [] : [...facts.isaDeclaration, ""]),
    ...parts,
    ...facts.remarks.map((remark) => `// ${remark}`),
    ...facts.documentation.map((sentence) => `/// ${sentence}`),
    `machine ${facts.name} {`,
    ...indent(body),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** Those that are coherence domains of their own, joined by links; none when nothing but coherence is said of them. */
function joinedPackages({ groups }: Group, { betweenPackages }: MachineFacts): readonly Group[] {
  const known = groups.every(({ level }) => level === "package");
  return known && (betweenPackages === "links" || groups.length === 1) ? groups : [];
}

/** Sections that hold something, with an empty line between them. */
function sections(all: readonly (readonly string[])[]): readonly string[] {
  return all.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function printUses(facts: MachineFacts, { portsOfPackage }: Printing): readonly string[] {
  const names = [
    ...(facts.isaDeclaration === null ? [facts.isa] : []),
    ...(portsOfPackage > 0 ? ["links"] : []),
    ...(facts.devices.length > 0 ? ["pci"] : []),
  ];
  return names.length === 0 ? [] : [...names.sort().map((name) => `use "prelude/${name}"`), ""];
}

const clockWords: Readonly<Record<ClockSource, string>> = {
  base: "the base clocks that cpufreq tells",
  nominal: "the nominal clocks that the firmware tells",
  maximum: "the highest clocks that cpufreq allows",
  momentary: "the clocks that /proc/cpuinfo showed at that moment",
};

/** `Clocks are …`: which ones; empty when no core tells one. */
export function describeClocks(cores: readonly CoreFacts[]): readonly string[] {
  const sources = [...new Set(cores.map(({ clock }) => clock?.source))].filter((source) => source !== undefined);
  const clocks = sources.map((source) => clockWords[source]).sort();
  return clocks.length === 0 ? [] : [`Clocks are ${clocks.join(" and ")}.`];
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
    : [`// Offline, so that it is not told where they are: CPU ${printCpuList(offlineCpus)}.`];
}

function printDevice(device: DeviceFacts, index: number, machine: Group, facts: MachineFacts): readonly string[] {
  const place = devicePlace(device, machine);
  if (place === null) return [];
  const { kind, stem } = pciClassOf(device.class);
  const before = facts.devices.slice(0, index).filter((other) => pciClassOf(other.class).stem === stem);
  const ids = device.identity === null ? "" : `, pci "${device.identity}"`;
  const names = device.names.length === 0 ? "" : `, os ${JSON.stringify(device.names.join(", "))}`;
  return [
    ...(device.driver === null ? [] : [`/// Driver ${device.driver}.`]),
    `device ${stem}${before.length}: ${kind} at ${place}, address "${device.address}"${ids}${names}`,
  ];
}

/** The path of the smallest part that has all CPUs the device names; the only package there is; else null. */
export function devicePlace({ cpus }: DeviceFacts, machine: Group): string | null {
  const [only, ...others] = machine.groups;
  const path = cpus === null || cpus.length === 0 ? "" : smallestPath(machine, cpus);
  if (path !== "") return path;
  return only !== undefined && others.length === 0 ? groupName(only, machine) : null;
}

/** Empty when only the machine itself has them all. */
function smallestPath(group: Group, cpus: readonly number[]): string {
  const has = (inner: Group): boolean => {
    const inside = new Set(inner.cores.flatMap((core) => core.cpus));
    return cpus.every((cpu) => inside.has(cpu));
  };
  const inner = group.groups.find(has);
  if (inner === undefined) return "";
  const deeper = smallestPath(inner, cpus);
  return `${groupName(inner, group)}${deeper === "" ? "" : `.${deeper}`}`;
}

function pathsOfCpus(machine: Group): ReadonlyMap<number, string> {
  return new Map([...corePaths(machine)].flatMap(([core, path]) => core.cpus.map((cpu) => [cpu, path] as const)));
}

function printLatencies(machine: Group, { latencies }: MachineFacts): readonly string[] {
  const paths = pathsOfCpus(machine);
  const meaning =
    "// Half of a round trip through one shared word between two spinning threads: a cache line, one way.";
  return printMeasured(
    meaning,
    latencies.map((latency) => ({ ...latency, from: paths.get(latency.from), to: paths.get(latency.to) })),
  );
}

function printMemoryLatencies(machine: Group, { memoryLatencies }: MachineFacts): readonly string[] {
  const cores = pathsOfCpus(machine);
  const memories = memoryPaths(machine);
  const meaning = "// As the firmware tells them; the first core stands for all that it tells the same of.";
  return printMeasured(
    meaning,
    memoryLatencies.map((latency) => ({ ...latency, from: cores.get(latency.from), to: memories.get(latency.node) })),
  );
}

interface Measured {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly nanoseconds: number;
  readonly source: string;
}

function printMeasured(meaning: string, measured: readonly Measured[]): readonly string[] {
  const lines = measured.flatMap(({ from, to, nanoseconds, source }) =>
    from === undefined || to === undefined
      ? []
      : [`measured latency ${from} -> ${to}: ${nanoseconds} ns ${JSON.stringify(source)}`],
  );
  return lines.length === 0 ? [] : [meaning, ...lines];
}
