/** That what the addresses and isolations of a plan name is there, and that its buffers lie within their memories. */
import type { Plan, PlanAccess, PlanAddresses, PlanMachine, PlanMapTarget, PlanProgram, PlanSystem } from "../plan.ts";

/** Faults of a plan that keeps to the schema; each says where. */
export function verifyMachine({ machine, system }: Plan): readonly string[] {
  if (machine === null) return system === null ? [] : ["/system: there is no machine for it"];
  return [
    ...(machine.addresses === null ? [] : faultsOfAddresses(machine.addresses, machine)),
    ...(system === null ? [] : [...faultsOfIsolations(system, machine), ...faultsOfPrograms(system, machine)]),
  ];
}

/** What an index is one into, and how many of those there are. */
type Counts = Readonly<Record<"part" | "core" | "device" | "controller" | "memory" | "space" | "registers", number>>;

type Reference = readonly [kind: keyof Counts, index: number];

function countsOf({ parts, cores, devices, controllers, memories, addresses }: PlanMachine): Counts {
  return {
    part: parts.length,
    core: cores.length,
    device: devices.length,
    controller: controllers.length,
    memory: memories.length,
    space: addresses?.spaces.length ?? 0,
    registers: addresses?.registers.length ?? 0,
  };
}

function dangling(references: readonly Reference[], pointer: string, counts: Counts): readonly string[] {
  return references
    .filter(([kind, index]) => index >= counts[kind])
    .map(([kind, index]) => `${pointer}: the ${kind} ${index} is not there`);
}

// ───────────────────────────── addresses ─────────────────────────────

function faultsOfAddresses({ spaces, registers, views, contexts }: PlanAddresses, machine: PlanMachine) {
  const counts = countsOf(machine);
  const sizes = { memory: machine.memories.map(({ size }) => size), registers: registers.map(({ size }) => size) };
  const check = (pointer: string, references: readonly Reference[], ranges: readonly Range[]) => {
    const missing = dangling([...references, ...ranges.flatMap(({ target }) => referencesOf(target))], pointer, counts);
    return [...missing, ...(missing.length > 0 ? [] : faultsOfRanges(ranges, pointer, sizes))];
  };
  return [
    ...spaces.flatMap(({ part, iommu, maps }, at) =>
      check(
        `/machine/addresses/spaces/${at}`,
        [["part", part], ...(iommu === null ? [] : [["space", iommu.to] as const])],
        maps,
      ),
    ),
    ...registers.flatMap(({ device, controller }, at) =>
      check(
        `/machine/addresses/registers/${at}`,
        [
          ...(device === null ? [] : [["device", device] as const]),
          ...(controller === undefined ? [] : [["controller", controller] as const]),
        ],
        [],
      ),
    ),
    ...views.flatMap(({ space, cores, devices, ranges }, at) =>
      check(
        `/machine/addresses/views/${at}`,
        [["space", space], ...all("core", cores), ...all("device", devices)],
        ranges,
      ),
    ),
    ...contexts.flatMap(({ device, iommu, windows }, at) =>
      check(
        `/machine/addresses/contexts/${at}`,
        [
          ["device", device],
          ["space", iommu],
        ],
        windows,
      ),
    ),
  ];
}

interface Range {
  readonly from: string;
  readonly to: string;
  readonly target: PlanMapTarget;
  readonly offset: string;
  readonly access: PlanAccess;
}

function all(kind: keyof Counts, indices: readonly number[]): readonly Reference[] {
  return indices.map((index) => [kind, index]);
}

function referencesOf(target: PlanMapTarget): readonly Reference[] {
  if ("memory" in target) return [["memory", target.memory]];
  if ("registers" in target) return [["registers", target.registers]];
  return "space" in target ? [["space", target.space]] : all("memory", target.interleave);
}

interface Sizes {
  readonly memory: readonly number[];
  readonly registers: readonly number[];
}

/** Ranges run upwards, one behind the other, and into their targets. */
function faultsOfRanges(ranges: readonly Range[], pointer: string, sizes: Sizes): readonly string[] {
  let end = -1n;
  return ranges.flatMap(({ from, to, target, offset }) => {
    const [first, last] = [BigInt(from), BigInt(to)];
    const faults: string[] = [];
    if (last < first) faults.push(`${pointer}: the range from ${from} ends before it begins, at ${to}`);
    if (first <= end) faults.push(`${pointer}: the range from ${from} begins within the one before it`);
    const size = sizeOf(target, sizes);
    if (size !== null && BigInt(offset) >= size) {
      faults.push(`${pointer}: the range from ${from} leads to ${offset}, behind the end of its target`);
    }
    end = last > end ? last : end;
    return faults;
  });
}

function sizeOf(target: PlanMapTarget, { memory, registers }: Sizes): bigint | null {
  const size = "memory" in target ? memory[target.memory] : "registers" in target ? registers[target.registers] : null;
  return size === null || size === undefined ? null : BigInt(size);
}

// ───────────────────────────── the system ─────────────────────────────

function faultsOfIsolations({ isolations, services, clients }: PlanSystem, machine: PlanMachine): readonly string[] {
  const names = new Set([...services, ...clients].map(({ name }) => name));
  return isolations.flatMap(({ subject, others }, at) =>
    [subject, ...others].flatMap(({ program, cores, devices, memories }) => [
      ...(program === null || names.has(program)
        ? []
        : [`/system/isolations/${at}: the program ${program} is not there`]),
      ...dangling(
        [...all("core", cores), ...all("device", devices), ...all("memory", memories)],
        `/system/isolations/${at}`,
        countsOf(machine),
      ),
    ]),
  );
}

function faultsOfPrograms({ services, clients }: PlanSystem, machine: PlanMachine): readonly string[] {
  return [...services, ...clients].flatMap((program) => faultsOfProgram(program, machine));
}

function faultsOfProgram({ name, drives, buffers, instances }: PlanProgram, machine: PlanMachine): readonly string[] {
  const pointer = `/system: the program ${name}`;
  const filled = buffers.flatMap(({ device }) => device ?? []);
  const references = [
    ...all("device", [...drives, ...filled]),
    ...instances.flatMap(({ core, buffers: laid }) => [
      ["core", core] as const,
      ...all(
        "memory",
        laid.map(({ memory }) => memory),
      ),
    ]),
  ];
  const beyond = instances.flatMap(({ buffers: laid }) =>
    laid.filter(
      ({ memory, offset }, at) => offset + (buffers[at]?.size ?? 0) > (machine.memories[memory]?.size ?? Infinity),
    ),
  );
  return [
    ...dangling(references, pointer, countsOf(machine)),
    ...beyond.map(
      ({ memory, offset }) => `${pointer}: a buffer at ${offset} goes beyond the end of the memory ${memory}`,
    ),
  ];
}
