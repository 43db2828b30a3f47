/** What `isolate` means for where programs and their buffers may lie, before anything is placed. */
import { mergeRanges, type NumberRange } from "../../algorithms/number-ranges.ts";
import type { Party, Program, System } from "../../model/deployment.ts";
import type { Core, Device, Machine, Memory } from "../../model/machine.ts";
import { iommusOf } from "../decoding/contexts.ts";
import { sightOf } from "../decoding/sights.ts";

export interface Secrecy {
  /** Programs that a program is isolated from: no core runs both, and none of theirs addresses its buffers. */
  readonly strangersOf: (program: Program) => readonly Program[];
  /** Whether a program on the core would reach nothing that is the other side's wherever that lies. */
  readonly suits: (program: Program, core: Core) => boolean;
  /** The bytes that the other side's hardware can address, or that are its own: no buffer of the program lies there. */
  readonly exposedBytes: (program: Program, memory: Memory) => readonly NumberRange[];
}

export const noSecrecy: Secrecy = { strangersOf: () => [], suits: () => true, exposedBytes: () => [] };

export function secrecyOf(system: System): Secrecy {
  if (system.isolations.length === 0) return noSecrecy;
  const sides = new Map<Program, readonly Side[]>(
    programsOf(system).map((program) => [
      program,
      partiesAgainst(program, system).map((party) => sideOf(party, system)),
    ]),
  );
  const sidesOf = (program: Program) => sides.get(program) ?? [];
  return {
    strangersOf: (program) => sidesOf(program).flatMap((side) => side.program ?? []),
    suits: (program, core) => sidesOf(program).every((side) => !isWithin(core, side, system.machine)),
    exposedBytes: (program, memory) =>
      mergeRanges(sidesOf(program).flatMap((side) => bytesWithin(memory, side, system))),
  };
}

/** What of a party is where it is, whatever is placed. */
interface Side {
  readonly program: Program | null;
  readonly cores: readonly Core[];
  readonly devices: readonly Device[];
  readonly memories: readonly Memory[];
}

function programsOf({ services, clients }: System): readonly Program[] {
  return [...services, ...clients];
}

/** Both ways: who is isolated from a program has it against itself, too. */
function partiesAgainst({ name }: Program, { isolations }: System): readonly Party[] {
  return isolations.flatMap(({ subject, others }) => [
    ...(subject.program === name ? others : []),
    ...(others.some((other) => other.program === name) ? [subject] : []),
  ]);
}

function sideOf({ program: name, cores, devices, memories }: Party, system: System): Side {
  const program = programsOf(system).find((each) => name !== null && each.name === name) ?? null;
  if (program === null) return { program, cores, devices, memories };
  const filled = program.buffers.flatMap(({ device }) => device?.device ?? []);
  return { program, cores: [], devices: [...program.drives.map(({ device }) => device), ...filled], memories: [] };
}

function isWithin(core: Core, { cores, devices, memories }: Side, machine: Machine): boolean {
  const sight = sightOf(machine, core);
  return (
    cores.includes(core) ||
    memories.some((memory) => sight.bytesOf(memory, "any").length > 0) ||
    devices.some((device) => device.registers.length > 0 && sight.leadsTo(device))
  );
}

function bytesWithin(memory: Memory, { cores, devices, memories }: Side, system: System): readonly NumberRange[] {
  return [
    ...(memories.includes(memory) ? wholeOf(memory) : []),
    ...cores.flatMap((core) => sightOf(system.machine, core).bytesOf(memory, "any")),
    ...devices.flatMap((device) => bytesOfDevice(device, memory, system)),
  ];
}

/** Behind an IOMMU a device has the buffers that are for it, and what its `dma reaches` names when there are none. */
function bytesOfDevice(device: Device, memory: Memory, system: System): readonly NumberRange[] {
  const isShielded = iommusOf(device).length > 0;
  if (device.sees !== null && !isShielded) return sightOf(system.machine, device).bytesOf(memory, "any");
  const isGiven =
    isShielded && programsOf(system).some(({ buffers }) => buffers.some((each) => each.device?.device === device));
  return !isGiven && device.dma.includes(memory) ? wholeOf(memory) : [];
}

function wholeOf({ size }: Memory): readonly NumberRange[] {
  return [{ from: 0, to: size - 1 }];
}
