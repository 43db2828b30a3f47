/** What a board that QEMU plays cannot be, and what is left out of one that it can: each with the place that says so. */
import { qemuDiagnostics as faults } from "../../../diagnostics/catalogue/qemu.ts";
import type { Boot, PlanMachine, PlanSystem, Routes } from "../../../plan/plan.ts";
import { isInC } from "../../c/emit-c.ts";
import { homeMemory } from "../home-memory.ts";
import { faultOf, type TargetFault } from "../target.ts";
import type { MemoryAttributes } from "./memory-attributes.ts";
import { mostNanoseconds } from "./memory-attributes.ts";
import { computeWantedDistances, haveDistances, mostDistance } from "./numa-nodes.ts";
import { countBuses, idsOf, listDevices, modelledIds, mostBuses, partOf } from "./pci-devices.ts";
import { isHost, type Platform, type PlatformNode } from "./platform.ts";

/** What hardware ids are called, by instruction set. */
const idNames: Readonly<Record<string, string>> = {
  amd64: "APIC id",
  arm64: "MPIDR affinity",
  armv7r: "MPIDR affinity",
  riscv64: "hart id",
};
const mebibyte = 1 << 20;

export function judgeBoard(
  machine: PlanMachine,
  platform: Platform,
  nodes: readonly PlatformNode[],
): readonly TargetFault[] {
  const without = judgeIds(machine);
  if (without.length > 0) return without;
  if (nodes.length === 0) {
    return [faultOf(faults.qemuCannotBe, machine.at, { machine: machine.name, reason: "it has no memory" })];
  }
  const counts = judgeCounts(machine, platform, nodes);
  const memories = [...judgeSizes(machine, nodes), ...judgeBareNodes(machine, platform, nodes)];
  return counts.length + memories.length > 0 ? [...counts, ...memories] : judgeNumbering(platform, nodes);
}

function judgeIds({ cores }: PlanMachine): readonly TargetFault[] {
  return cores
    .filter((core) => core.online && !isHost(core) && core.hardwareId === null)
    .map(({ path, isa, at }) =>
      faultOf(faults.qemuNeedsId, at, { core: path, meaning: idNames[isa.name] ?? "hardware id" }),
    );
}

function judgeCounts(machine: PlanMachine, platform: Platform, nodes: readonly PlatformNode[]): readonly TargetFault[] {
  const counted: readonly (readonly [string, number, number])[] = [
    ["cores", nodes.reduce((sum, { cores }) => sum + cores.length, 0), platform.mostCores],
    ["memories", nodes.length, platform.mostNodes],
    ["buses of devices", countBuses(listDevices(machine, platform)), mostBuses],
    ["MiB of memory", nodes.reduce((sum, { bytes }) => sum + bytes, 0) / mebibyte, platform.mostBytes / mebibyte],
  ];
  return counted
    .filter(([, count, most]) => count > most)
    .map(([what, count, most]) => {
      const facts = { board: platform.name, machine: machine.name, what, count, most };
      return faultOf(faults.qemuTooMany, machine.at, facts);
    });
}

function judgeSizes({ memories }: PlanMachine, nodes: readonly PlatformNode[]): readonly TargetFault[] {
  return memories
    .filter(({ path, size }) => size % mebibyte !== 0 && nodes.some(({ name }) => name === path))
    .map(({ path, size, at }) => faultOf(faults.qemuOddMemory, at, { memory: path, bytes: size }));
}

function judgeBareNodes(
  { memories }: PlanMachine,
  { name, hasBareNodes }: Platform,
  nodes: readonly PlatformNode[],
): readonly TargetFault[] {
  if (hasBareNodes || nodes.length < 2) return [];
  return memories.flatMap(({ path, at }, node) =>
    nodes[node]?.cores.length === 0 ? faultOf(faults.qemuBareNode, at, { board: name, memory: path }) : [],
  );
}

/** The first that differs: those behind it differ too. */
function judgeNumbering({ name, hardwareIds }: Platform, nodes: readonly PlatformNode[]): readonly TargetFault[] {
  const given = hardwareIds(nodes);
  const cores = nodes.flatMap((node) => node.cores);
  const position = cores.findIndex(({ core }, index) => core.hardwareId !== given[index]);
  const core = cores[position]?.core;
  if (core === undefined) return [];
  const facts = { board: name, core: core.path, id: core.hardwareId ?? 0, given: given[position] ?? 0 };
  return [faultOf(faults.qemuOtherId, core.at, facts)];
}

/** All rings from one core to another are an area. */
export function judgeAreas(
  { cores }: PlanMachine,
  { name, mostAreas }: Platform,
  { channels, bootCore }: Boot,
): readonly TargetFault[] {
  if (mostAreas === null) return [];
  const ends = cores.map(() => ({ towards: new Set<number>(), away: new Set<number>() }));
  for (const { from, to } of channels) {
    ends[from]?.towards.add(to);
    ends[to]?.away.add(from);
  }
  return cores.flatMap((core, index) => {
    const { towards, away } = ends[index] ?? { towards: new Set<number>(), away: new Set<number>() };
    const areas = towards.size + away.size;
    const most = index === bootCore ? mostAreas.bootCore : mostAreas.others;
    if (areas <= most || isHost(core)) return [];
    const others = [...new Set([...towards, ...away])].sort((one, other) => one - other);
    const neighbours = listNames(others.map((each) => cores[each]?.path ?? ""));
    return [faultOf(faults.qemuRegions, core.at, { board: name, core: core.path, areas, most, neighbours })];
  });
}

const namesShown = 3;

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => `\`${name}\``);
  return names.length > namesShown ? `${shown.join(", ")} and ${names.length - namesShown} more` : shown.join(" and ");
}

/** In C on the board, in TypeScript on the host. */
export function judgePrograms({ cores }: PlanMachine, system: PlanSystem | null): readonly TargetFault[] {
  return [...(system?.services ?? []), ...(system?.clients ?? [])].flatMap(({ name, module, instances, at }) => {
    const wrong = instances.map(({ core }) => cores[core]).find((core) => core && isHost(core) === isInC(module));
    if (wrong === undefined) return [];
    const rule = isHost(wrong) ? "on the host run programs in TypeScript" : "on bare metal run programs in C";
    return [faultOf(faults.qemuProgram, at, { program: name, module, core: wrong.path, rule })];
  });
}

/** What the machine that QEMU plays is not, though it boots. */
export function warnOfBoard(
  machine: PlanMachine,
  routes: Routes,
  platform: Platform,
  nodes: readonly PlatformNode[],
  attributes: MemoryAttributes | null,
): readonly TargetFault[] {
  return [
    ...(haveDistances(nodes) ? warnOfDistances(machine, routes, nodes) : []),
    ...warnOfLatencies(machine, attributes),
    ...warnOfDevices(machine, platform),
  ];
}

function warnOfDistances(machine: PlanMachine, routes: Routes, nodes: readonly PlatformNode[]): readonly TargetFault[] {
  return computeWantedDistances(machine, routes, nodes).flatMap((row, from) =>
    row.flatMap((distance, to) => {
      if (distance === null || distance <= mostDistance) return [];
      return betweenMemories(machine, from, to, (names, at, related) =>
        faultOf(faults.qemuDistance, at, { ...names, distance, most: mostDistance }, related),
      );
    }),
  );
}

function warnOfLatencies(machine: PlanMachine, attributes: MemoryAttributes | null): readonly TargetFault[] {
  return (attributes?.accesses ?? []).flatMap(({ initiator, target, beyond }) => {
    if (beyond === null) return [];
    return betweenMemories(machine, initiator, target, (names, at, related) =>
      faultOf(faults.qemuLatency, at, { ...names, nanoseconds: beyond, most: mostNanoseconds }, related),
    );
  });
}

function betweenMemories(
  { memories }: PlanMachine,
  from: number,
  to: number,
  fault: (names: { from: string; to: string }, at: string, related: TargetFault["related"]) => TargetFault,
): readonly TargetFault[] {
  const [one, other] = [memories[from], memories[to]];
  if (one === undefined || other === undefined) return [];
  return [
    fault({ from: one.path, to: other.path }, other.at, [{ at: one.at, message: `as far as from \`${one.path}\`` }]),
  ];
}

function warnOfDevices(machine: PlanMachine, platform: Platform): readonly TargetFault[] {
  return machine.devices.flatMap((device) => {
    const ids = idsOf(device);
    if (ids === null) return [];
    if (!modelledIds.includes(ids)) {
      return [faultOf(faults.qemuNoModel, device.at, { device: device.path, ids, known: modelledIds.join(", ") })];
    }
    const memory = machine.memories[homeMemory(machine, partOf(machine, device))];
    if (platform.hasExpanders || machine.memories.length < 2 || memory === undefined) return [];
    const facts = { board: platform.name, device: device.path, memory: memory.path };
    return [faultOf(faults.qemuDeviceNode, device.at, facts, [{ at: memory.at, message: "the memory of its node" }])];
  });
}
