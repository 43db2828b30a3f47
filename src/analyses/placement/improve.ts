import type { Core, Memory } from "../../model/machine.ts";
import { type Cost, isLess, type Ledger } from "./ledger.ts";
import type { Copy, CopyBuffer } from "./question.ts";

/**
 * Moves copies and buffers one by one, and swaps copies, as long as that makes the placement cheaper by the rules; then
 * shakes it up a little and tries again. The same for the same question: its chance comes from a fixed seed. `work` is
 * about how many moves are tried in all.
 */
export function improve(ledger: Ledger, work: number): void {
  const budget = { left: work };
  descend(ledger, budget);
  const random = xorshift(0x5eed);
  let best = snapshot(ledger);
  while (budget.left > 0 && freeCopies(ledger).length > 1) {
    shake(ledger, random);
    descend(ledger, budget);
    if (isLess(ledger.cost, best.cost)) best = snapshot(ledger);
    else best.restore();
  }
}

interface Budget {
  left: number;
}

function freeCopies({ seating }: Ledger): readonly Copy[] {
  return seating.question.copies.filter(({ cores }) => cores.length > 1);
}

function descend(ledger: Ledger, budget: Budget): void {
  const { buffers } = ledger.seating.question;
  const copies = freeCopies(ledger);
  for (let improved = true; improved && budget.left > 0; ) {
    improved = false;
    for (const copy of copies) improved = moveToBest(ledger, copy, budget) || improved;
    for (const buffer of buffers) improved = moveBufferToBest(ledger, buffer, budget) || improved;
    for (const [at, copy] of copies.entries()) {
      for (const other of copies.slice(at + 1)) improved = swapIfBetter(ledger, copy, other, budget) || improved;
    }
  }
}

function moveToBest(ledger: Ledger, copy: Copy, budget: Budget): boolean {
  const home = ledger.seating.coreOf(copy);
  let [best, cost]: [Core | null, Cost] = [home, ledger.cost];
  ledger.move(copy, null);
  for (const core of promising(copy, ledger)) {
    if (core === home || !ledger.seating.allows(copy, core)) continue;
    budget.left--;
    ledger.move(copy, core);
    if (isLess(ledger.cost, cost)) [best, cost] = [core, ledger.cost];
    ledger.move(copy, null);
  }
  ledger.move(copy, best);
  return best !== home;
}

const most = 512;

/** All cores of a small machine; of a large one those that run least. */
function promising(copy: Copy, { seating }: Ledger): readonly Core[] {
  if (copy.cores.length <= most) return copy.cores;
  const idle = copy.cores.filter((core) => seating.loadOf(core) === 0);
  const step = Math.ceil(idle.length / most);
  return idle.filter((_, at) => at % step === 0);
}

function moveBufferToBest(ledger: Ledger, buffer: CopyBuffer, budget: Budget): boolean {
  const home = ledger.seating.memoryOf(buffer);
  let [best, cost]: [Memory | null, Cost] = [home, ledger.cost];
  ledger.moveBuffer(buffer, null);
  for (const memory of buffer.memories) {
    if (memory === home || !ledger.seating.allowsBuffer(buffer, memory)) continue;
    budget.left--;
    ledger.moveBuffer(buffer, memory);
    if (isLess(ledger.cost, cost)) [best, cost] = [memory, ledger.cost];
    ledger.moveBuffer(buffer, null);
  }
  ledger.moveBuffer(buffer, best);
  return best !== home;
}

function swapIfBetter(ledger: Ledger, a: Copy, b: Copy, budget: Budget): boolean {
  const { seating } = ledger;
  const [coreOfA, coreOfB] = [seating.coreOf(a), seating.coreOf(b)];
  if (coreOfA === null || coreOfB === null || coreOfA === coreOfB || isTwin(a, b)) return false;
  if (budget.left <= 0 || !a.cores.includes(coreOfB) || !b.cores.includes(coreOfA)) return false;
  budget.left--;
  const { cost } = ledger;
  if (exchange(ledger, a, coreOfB, b, coreOfA) && isLess(ledger.cost, cost)) return true;
  for (const copy of [a, b]) ledger.move(copy, null);
  ledger.move(a, coreOfA);
  ledger.move(b, coreOfB);
  return false;
}

function isTwin(a: Copy, b: Copy): boolean {
  return a.program === b.program && a.opening === b.opening;
}

/** Puts both where the rules let them; false when they do not let one of them. */
function exchange(ledger: Ledger, a: Copy, coreOfA: Core, b: Copy, coreOfB: Core): boolean {
  for (const copy of [a, b]) ledger.move(copy, null);
  if (!ledger.seating.allows(a, coreOfA)) return false;
  ledger.move(a, coreOfA);
  if (!ledger.seating.allows(b, coreOfB)) return false;
  ledger.move(b, coreOfB);
  return true;
}

// ───────────────────────────── chance ─────────────────────────────

/** Takes a few copies from where they lie and puts them somewhere else that is allowed. */
function shake(ledger: Ledger, random: () => number): void {
  const copies = freeCopies(ledger);
  const count = Math.min(copies.length, 2 + Math.floor(random() * 4));
  for (let at = 0; at < count; at++) {
    const copy = copies[Math.floor(random() * copies.length)];
    const home = copy === undefined ? null : ledger.seating.coreOf(copy);
    if (copy === undefined || home === null) continue;
    const core = copy.cores[Math.floor(random() * copy.cores.length)] ?? home;
    ledger.move(copy, null);
    const isFree = ledger.seating.loadOf(core) === 0 || ledger.seating.loadOf(home) > 0;
    ledger.move(copy, isFree && ledger.seating.allows(copy, core) ? core : home);
  }
}

interface Snapshot {
  readonly cost: Cost;
  readonly restore: () => void;
}

/** What lies where, to come back to. */
export function snapshot(ledger: Ledger): Snapshot {
  const { seating } = ledger;
  const { copies, buffers } = seating.question;
  const cores = copies.map((copy) => seating.coreOf(copy));
  const memories = buffers.map((buffer) => seating.memoryOf(buffer));
  return {
    cost: ledger.cost,
    restore: () => {
      const moved = copies.filter((copy, at) => seating.coreOf(copy) !== cores[at]);
      for (const copy of moved) ledger.move(copy, null);
      for (const copy of moved) ledger.move(copy, cores[copy.index] ?? null);
      buffers.forEach((buffer, at) => {
        if (seating.memoryOf(buffer) !== memories[at]) ledger.moveBuffer(buffer, memories[at] ?? null);
      });
    },
  };
}

/** G. Marsaglia, "Xorshift RNGs", J. Statistical Software 2003. Numbers from 0 up to 1. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
