import type { Core, Memory } from "../../model/machine.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { type Cost, isLess, type Ledger } from "./ledger.ts";
import type { Question } from "./question.ts";

/**
 * Makes a placement cheaper by the rules: anneals it (Kirkpatrick, Gelatt and Vecchi, "Optimization by simulated
 * annealing", Science 1983), then moves copies and buffers one by one, and swaps copies, as long as that helps. It is
 * never made dearer, and the same comes of the same question: chance comes from a fixed seed. `work` is about how many
 * moves are tried in all.
 */
export function improve(ledger: Ledger, work: number): void {
  const budget = { left: work };
  descend(ledger, budget);
  const first = snapshot(ledger);
  anneal(ledger, budget);
  descend(ledger, { left: work });
  if (!isLess(ledger.cost, first.cost)) first.restore();
}

/** Moves that may yet be tried. */
interface Budget {
  left: number;
}

const free = new WeakMap<Question, readonly Copy[]>();

function freeCopies({ seating: { question } }: Ledger): readonly Copy[] {
  const known = free.get(question) ?? question.copies.filter(({ cores }) => cores.length > 1);
  free.set(question, known);
  return known;
}

/** To where no move of one and no swap of two makes it cheaper. */
export function descend(ledger: Ledger, budget: Budget): void {
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

/** How hot it is at first and at last, as shares of what a copy costs in the mean. */
const [hottest, coldest] = [1, 0.01];

/** Moves that are tried for each copy. */
const stepsForEach = 1500;

/** Tries random moves; what makes the placement dearer is taken the more seldom, the colder it has become. */
function anneal(ledger: Ledger, budget: Budget): void {
  const copies = freeCopies(ledger);
  const mean = ledger.cost.time / Math.max(1, copies.length);
  if (copies.length < 2 || mean === 0) return;
  const random = xorshift(0x5eed);
  const steps = Math.min(budget.left, stepsForEach * copies.length);
  for (let step = 0; step < steps; step++) {
    const copy = copies[Math.floor(random() * copies.length)];
    const core = copy?.cores[Math.floor(random() * copy.cores.length)];
    const heat = mean * hottest * (coldest / hottest) ** (step / steps);
    if (copy !== undefined && core !== undefined) tryMove(ledger, copy, core, -heat * Math.log(1 - random()));
  }
  budget.left = 0;
}

/** Moves a copy to a core, and who is there to where it was, if that costs at most so much more. */
function tryMove(ledger: Ledger, copy: Copy, core: Core, most: number): void {
  const { seating } = ledger;
  const home = seating.coreOf(copy);
  if (home === null || home === core) return;
  const other = seating.loadOf(core) === 0 ? null : whoIsOn(core, ledger);
  const { cost } = ledger;
  if (other === null) {
    ledger.move(copy, null);
    const isAllowed = seating.allows(copy, core);
    ledger.move(copy, isAllowed ? core : home);
    if (isAllowed && excess(ledger.cost, cost) > most) ledger.move(copy, home);
    return;
  }
  if (!other.cores.includes(home)) return;
  const isAllowed = exchange(ledger, copy, core, other, home);
  if (isAllowed && excess(ledger.cost, cost) <= most) return;
  for (const each of [copy, other]) ledger.move(each, null);
  ledger.move(copy, home);
  ledger.move(other, core);
}

/** The one on a core that could be somewhere else. */
function whoIsOn(core: Core, ledger: Ledger): Copy | null {
  return freeCopies(ledger).find((copy) => ledger.seating.coreOf(copy) === core) ?? null;
}

/** How much more it costs; what comes first in a cost is worth any amount of time. */
function excess(now: Cost, before: Cost): number {
  if (now.crowding !== before.crowding) return now.crowding > before.crowding ? Number.POSITIVE_INFINITY : 0;
  if (now.nearness !== before.nearness) return now.nearness > before.nearness ? Number.POSITIVE_INFINITY : 0;
  return now.time - before.time;
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
