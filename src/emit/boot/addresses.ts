import type { PlanAnswer, PlanMachine } from "../../plan/plan.ts";

/** A piece of a memory or of a bank of registers; both in bytes. */
export interface Piece {
  readonly target: PlanAnswer;
  readonly offset: number;
  readonly bytes: number;
}

/** Where a core sees a piece as a whole; null where no address space tells. */
export function addressSeenBy(core: number, { target, offset, bytes }: Piece, machine: PlanMachine): bigint | null {
  const view = machine.addresses?.views.find(({ cores }) => cores.includes(core));
  for (const range of view?.ranges ?? []) {
    if (!isSame(range.target, target)) continue;
    const at = BigInt(range.from) + BigInt(offset) - BigInt(range.offset);
    if (at >= BigInt(range.from) && at + BigInt(bytes) - 1n <= BigInt(range.to)) return at;
  }
  return null;
}

function isSame(one: PlanAnswer, other: PlanAnswer): boolean {
  if ("memory" in one) return "memory" in other && one.memory === other.memory;
  return "registers" in one && "registers" in other && one.registers === other.registers;
}
