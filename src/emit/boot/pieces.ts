import type { PlanAnswer, PlanMachine, PlanMap, PlanView } from "../../plan/plan.ts";

/** Some bytes of a memory or a bank of registers. */
export interface Stretch {
  /** From the start of what it is a stretch of. */
  readonly offset: bigint;
  readonly bytes: bigint;
}

/** The same, and where a space or a core has them. */
export interface Piece extends Stretch {
  readonly address: bigint;
  readonly isWritable: boolean;
}

type Range = Pick<PlanMap, "from" | "to" | "offset" | "access">;

function pieceOf({ from, to, offset, access }: Range): Piece {
  const address = BigInt(from);
  const bytes = BigInt(to) - address + 1n;
  return { address, offset: BigInt(offset), bytes, isWritable: access !== "readOnly" };
}

/** What is one thing at whatever address. */
export function keyOf(target: PlanAnswer): string {
  return JSON.stringify(target);
}

/** All that cores with a view have of a thing, at ascending addresses. */
export function piecesSeen(target: PlanAnswer, view: PlanView | null): readonly Piece[] {
  const key = keyOf(target);
  return (view?.ranges ?? []).filter((range) => keyOf(range.target) === key).map(pieceOf);
}

/** The same of a space, without what lies behind other spaces. */
export function piecesMapped(target: PlanAnswer, maps: readonly PlanMap[]): readonly Piece[] {
  const key = keyOf(target);
  return maps.filter((map) => !("space" in map.target) && keyOf(map.target) === key).map(pieceOf);
}

/** Without those that show what others before them do. */
export function withoutAliases(pieces: readonly Piece[]): readonly Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces) if (!kept.some((other) => overlapOf(piece, other) !== null)) kept.push(piece);
  return kept;
}

/** By offset. */
export function overlapOf(one: Stretch, other: Stretch): Stretch | null {
  const [first, second] = one.offset <= other.offset ? [one, other] : [other, one];
  const rest = first.offset + first.bytes - second.offset;
  if (rest <= 0n) return null;
  return rest < second.bytes ? { offset: second.offset, bytes: rest } : { offset: second.offset, bytes: second.bytes };
}

export function bytesOf(pieces: readonly Stretch[]): bigint {
  return pieces.reduce((sum, { bytes }) => sum + bytes, 0n);
}

/** Bytes of a whole memory, of memories that alternate, or of a bank of registers. */
export function sizeOf(target: PlanAnswer, machine: PlanMachine): bigint {
  if ("registers" in target) return BigInt(machine.addresses?.registers[target.registers]?.size ?? 0);
  const memories = "memory" in target ? [target.memory] : target.interleave;
  return memories.reduce((sum, memory) => sum + BigInt(machine.memories[memory]?.size ?? 0), 0n);
}

/** Smaller memories are on the chip: not what an operating system takes its pages from. */
export function isExternal(bytes: bigint): boolean {
  return bytes >= 16n * 2n ** 20n;
}
