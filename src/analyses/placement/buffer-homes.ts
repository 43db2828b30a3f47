/** Which memories, and which bytes of them, the buffers of copies may lie in. */
import { intersectRanges, type NumberRange, subtractRanges } from "../../algorithms/number-ranges.ts";
import type { Buffer } from "../../model/deployment.ts";
import type { Core, Machine, Memory } from "../../model/machine.ts";
import { type Need, sightOf } from "../decoding/sights.ts";
import type { BufferParty, Copy, CopyBuffer } from "./copies.ts";
import type { Secrecy } from "./isolations.ts";
import { memoriesFor } from "./memory-distance.ts";

/** The core of a copy; null while that is open. */
type CoreOf = (copy: Copy) => Core | null;

/** The memories that are left by the size of a buffer, its device, and what it says of them itself. */
export function memoriesOfSize({ device, memory, size }: Buffer, machine: Machine): readonly Memory[] {
  const reachable = device === null ? machine.memories : memoriesFor(device.device, machine);
  return reachable.filter((each) => each.size >= size && (memory === null || each === memory.memory));
}

/** The buffers that are kept of those of the copies, and what is known of each before anything is placed. */
export function findHomes(
  copies: readonly Copy[],
  machine: Machine,
  secrecy: Secrecy,
  isKept: (buffer: Buffer) => boolean,
): readonly CopyBuffer[] {
  const needed = copies.flatMap((copy) => copy.program.buffers.filter(isKept).map((buffer) => ({ copy, buffer })));
  return needed.map(({ copy, buffer }, index) => {
    const needs = needsOf(buffer, machine);
    const parties = partiesOf(buffer, needs, copy, copies, secrecy);
    const bytesOf = (memory: Memory) =>
      subtractRanges(bytesOfDevice(buffer, needs, memory, machine), secrecy.exposedBytes(copy.program, memory));
    const open = { index, copy, buffer, parties, bytesOf, memories: memoriesOfSize(buffer, machine) };
    const memories = open.memories.filter((memory) => suitsSomewhere(open, memory, machine));
    return { ...open, memories, parties: parties.filter((party) => makesDifference(party, memories, machine)) };
  });
}

/** What those who use a buffer must be able to do with its bytes; null for who does not touch them. */
export interface BufferNeeds {
  readonly device: Need | null;
  readonly owner: Need | null;
}

/** Somebody must be able to write it: its device, if that can write any memory that would do; else the program itself. */
export function needsOf(buffer: Buffer, machine: Machine): BufferNeeds {
  const device = buffer.device?.device ?? null;
  if (device === null) return { device: null, owner: buffer.forwarded ? null : "both" };
  if (buffer.forwarded) return { device: "both", owner: null };
  const sight = sightOf(machine, device);
  const canWrite = memoriesOfSize(buffer, machine).some((memory) => sight.bytesOf(memory, "write").length > 0);
  return canWrite ? { device: "write", owner: "read" } : { device: "any", owner: "both" };
}

function partiesOf(
  { readers }: Buffer,
  { owner: need }: BufferNeeds,
  copy: Copy,
  copies: readonly Copy[],
  { strangersOf }: Secrecy,
): readonly BufferParty[] {
  const own: readonly BufferParty[] = need === null ? [] : [{ copy, need }];
  const names = new Set(readers.map(({ program }) => program));
  const strangers = strangersOf(copy.program);
  return [
    ...own,
    ...copies.flatMap((other): readonly BufferParty[] => {
      if (strangers.includes(other.program)) return [{ copy: other, need: null }];
      return names.has(other.program.name) && other.program !== copy.program ? [{ copy: other, need: "read" }] : [];
    }),
  ];
}

function bytesOfDevice(
  { device }: Buffer,
  { device: need }: BufferNeeds,
  memory: Memory,
  machine: Machine,
): readonly NumberRange[] {
  if (device === null || need === null) return [{ from: 0, to: memory.size - 1 }];
  return sightOf(machine, device.device).bytesOf(memory, need);
}

/** Whether the cores of everybody by himself, and of those without a choice together, leave it enough bytes. */
function suitsSomewhere(buffer: CopyBuffer, memory: Memory, machine: Machine): boolean {
  const forced: CoreOf = ({ cores: [only, ...others] }) => (others.length === 0 ? (only ?? null) : null);
  if (!hasBytes(buffer, memory, forced, machine)) return false;
  return buffer.parties.every(({ copy }) => {
    const on =
      (core: Core): CoreOf =>
      (other) =>
        other === copy ? core : forced(other);
    return (
      copy.cores.length < 2 || someBySight(copy.cores, machine, (core) => hasBytes(buffer, memory, on(core), machine))
    );
  });
}

/** Of cores with the same sight only one is asked. */
function someBySight(cores: readonly Core[], machine: Machine, isRight: (core: Core) => boolean): boolean {
  return [...new Map(cores.map((core) => [sightOf(machine, core), core])).values()].some(isRight);
}

/** Not one that can do on all its cores with all bytes of the memories what it needs to. */
function makesDifference({ copy, need }: BufferParty, memories: readonly Memory[], machine: Machine): boolean {
  const sights = new Set(copy.cores.map((core) => sightOf(machine, core)));
  return [...sights].some((sight) =>
    memories.some((memory) => {
      const [first, ...others] = sight.bytesOf(memory, need ?? "any");
      if (need === null) return first !== undefined;
      return first === undefined || others.length > 0 || first.from > 0 || first.to < memory.size - 1;
    }),
  );
}

const known = new WeakMap<CopyBuffer, Map<string, readonly NumberRange[]>>();

/** The bytes of a memory that a buffer may take, as far as it is known where its parties lie. */
export function bytesFor(buffer: CopyBuffer, memory: Memory, coreOf: CoreOf, machine: Machine): readonly NumberRange[] {
  const placed = buffer.parties.flatMap(({ copy, need }) => {
    const core = coreOf(copy);
    return core === null ? [] : [{ sight: sightOf(machine, core), need }];
  });
  const key = [memory.index, ...new Set(placed.map(({ sight, need }) => `${sight.index}${need}`))].join();
  const ofBuffer = known.get(buffer) ?? new Map<string, readonly NumberRange[]>();
  known.set(buffer, ofBuffer);
  const cached = ofBuffer.get(key);
  if (cached !== undefined) return cached;
  let left = buffer.bytesOf(memory);
  for (const { sight, need } of placed) {
    const bytes = sight.bytesOf(memory, need ?? "any");
    left = need === null ? subtractRanges(left, bytes) : intersectRanges(left, bytes);
  }
  ofBuffer.set(key, left);
  return left;
}

/** Whether enough of them lie side by side. */
export function hasBytes(buffer: CopyBuffer, memory: Memory, coreOf: CoreOf, machine: Machine): boolean {
  return bytesFor(buffer, memory, coreOf, machine).some(({ from, to }) => to - from + 1 >= buffer.buffer.size);
}
