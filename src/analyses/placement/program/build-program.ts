/**
 * The question of a placement as a linear program over groups of like cores. What pairs of copies cost is linear by one of
 * two encodings: flows of copies from group to group (Adams and Johnson, "Improved linear programming-based lower bounds
 * for the quadratic assignment problem", DIMACS 1994), or, where groups are many, the nests of groups that pairs share.
 */
import type { LinearProgram } from "../../../algorithms/linear-program.ts";
import type { Cost } from "../ledger.ts";
import { addBuffers, type Lot } from "./buffers.ts";
import { type Aim, createDraft, type Draft, type DraftInput, leastOver } from "./draft.ts";
import { addPairs } from "./pairs.ts";
import { addRules } from "./rules.ts";

export interface PlacementProgram extends Draft {
  readonly lots: readonly Lot[];
}

export function buildProgram(input: DraftInput): PlacementProgram {
  const draft = createDraft(input);
  addRules(draft);
  addNear(draft);
  addPairs(draft);
  return { ...draft, lots: addBuffers(draft) };
}

function addNear(draft: Draft): void {
  for (const term of draft.terms) {
    const block = term.kind === "near" ? draft.blockOf(term.copy) : null;
    if (term.kind !== "near" || block?.copies[0] !== term.copy) continue;
    for (const group of draft.groups) {
      for (const [column] of draft.sumOver(block, [group], 1)) {
        draft.charge("nearness", column, leastOver(group, term.distance));
      }
    }
  }
}

const aims = ["crowding", "nearness", "time"] as const satisfies readonly Aim[];

/** A program that minimises one aim while those before it stay as low as they are; its costs are `scale` times too low. */
export interface Staged {
  readonly program: LinearProgram;
  readonly scale: number;
}

export function stageProgram({ builder, costs, constants }: Draft, aim: Aim, held: Cost): Staged {
  const scale = scaleOf(costs[aim]);
  const columns = builder.columns.map((column, at) => ({ ...column, cost: (costs[aim].get(at) ?? 0) / scale }));
  const rows = aims.slice(0, aims.indexOf(aim)).flatMap((earlier) => {
    const unit = scaleOf(costs[earlier]);
    const entries = [...costs[earlier]].map(([column, cost]) => [column, cost / unit] as const);
    const most = (held[earlier] - constants[earlier]) / unit;
    return entries.length === 0 ? [] : [{ least: Number.NEGATIVE_INFINITY, most: most + 1e-6, entries }];
  });
  return { program: { columns, rows: [...builder.rows, ...rows] }, scale };
}

/** What brings the largest cost to a thousand. */
function scaleOf(costs: ReadonlyMap<number, number>): number {
  const most = [...costs.values()].reduce((largest, cost) => Math.max(largest, Math.abs(cost)), 0);
  return most === 0 ? 1 : most / 1000;
}
