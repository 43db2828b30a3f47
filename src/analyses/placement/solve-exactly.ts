import type { LinearSolver } from "../../algorithms/linear-program.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { descend } from "./improve.ts";
import { isLess, Ledger } from "./ledger.ts";
import { buildProgram, type PlacementProgram, stageProgram } from "./program/build-program.ts";
import type { Aim, DraftInput } from "./program/draft.ts";
import { readMemories, readSolution, startFrom } from "./program/read-solution.ts";
import { Seating } from "./seating.ts";

/** What a solver has shown of a placement. */
export interface Proof {
  /** What every placement costs at least under the aim; equal to what this one costs when it is the best. */
  readonly aim: Aim;
  readonly bound: number;
  readonly isBest: boolean;
}

/** Steps of the simplex method for each aim, times columns: about the same time for programs of any size. */
const effort = 25_000_000;
/** Moves that are tried to make a solution cheaper still. */
const polish = 20_000;
/** A program with more columns is not tried. */
const mostColumns = 30_000;

const aims: readonly Aim[] = ["crowding", "nearness", "time"];

/**
 * Looks for a cheaper placement than the one that is known, aim by aim, and changes the ledger to it. Null when the
 * question is too large to be asked.
 */
export function solveExactly(ledger: Ledger, input: DraftInput, solver: LinearSolver): Proof | null {
  const draft = buildProgram(input);
  if (draft.builder.columns.length > mostColumns) return null;
  for (const aim of aims) {
    if (draft.costs[aim].size === 0) continue;
    const least = leastOf(aim, draft);
    if (ledger.cost[aim] <= least) {
      if (aim === "time") return { aim, bound: least, isBest: true };
      continue;
    }
    const proof = solveAim(ledger, draft, aim, solver);
    if (!proof.isBest || aim === "time") return proof;
  }
  return { aim: "time", bound: ledger.cost.time, isBest: true };
}

/** What an aim costs at least, seen at once: as if each term had its way. */
function leastOf(aim: Aim, { forced, terms, latency }: PlacementProgram): number {
  if (aim === "crowding") return new Ledger(forced, [], latency).cost.crowding;
  if (aim === "time") return 0;
  return terms.reduce(
    (sum, term) => sum + (term.kind === "near" ? Math.min(...term.copy.cores.map(term.distance)) : 0),
    0,
  );
}

function solveAim(ledger: Ledger, draft: PlacementProgram, aim: Aim, solver: LinearSolver): Proof {
  const { program, scale } = stageProgram(draft, aim, ledger.cost);
  const answer = solver.solve(program, startFrom(draft, ledger.seating), effort / program.columns.length);
  if (answer.kind === "infeasible") return { aim, bound: ledger.cost[aim], isBest: true };
  if (answer.kind === "solved") adopt(ledger, draft, answer.values);
  const bound = Math.max(0, draft.constants[aim] + answer.bound * scale);
  const cost = ledger.cost[aim];
  return { aim, bound: Math.min(bound, cost), isBest: bound >= cost - 1e-6 * Math.max(1, Math.abs(cost)) };
}

/** Takes a solution over where it is allowed and costs less. */
function adopt(ledger: Ledger, draft: PlacementProgram, values: Float64Array): void {
  const found = seatSolution(draft, values);
  if (found === null) return;
  const other = new Ledger(found, ledger.terms, draft.latency);
  descend(other, { left: polish });
  if (isLess(other.cost, ledger.cost)) follow(ledger, found);
}

function seatSolution(draft: PlacementProgram, values: Float64Array): Seating | null {
  const { question } = draft;
  const seating = new Seating(question);
  const cores = readSolution(draft, values);
  for (const copy of question.copies) {
    const core = cores.get(copy.index) ?? draft.forced.coreOf(copy);
    if (core === null || !seating.allows(copy, core)) return null;
    seating.put(copy, core);
  }
  const memories = readMemories(draft, values);
  for (const buffer of question.buffers) {
    const memory = memories.get(buffer);
    if (memory === undefined || !seating.allowsBuffer(buffer, memory)) return null;
    seating.putBuffer(buffer, memory);
  }
  return seating;
}

/** Brings a ledger to where things lie in another seating. */
function follow(ledger: Ledger, to: Seating): void {
  const { copies, buffers } = ledger.seating.question;
  const moved = copies.filter((copy: Copy) => ledger.seating.coreOf(copy) !== to.coreOf(copy));
  for (const copy of moved) ledger.move(copy, null);
  for (const copy of moved) ledger.move(copy, to.coreOf(copy));
  const laid = buffers.filter((buffer: CopyBuffer) => ledger.seating.memoryOf(buffer) !== to.memoryOf(buffer));
  for (const buffer of laid) ledger.moveBuffer(buffer, null);
  for (const buffer of laid) ledger.moveBuffer(buffer, to.memoryOf(buffer));
}
