import type { LinearSolver } from "../../algorithms/linear-program.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Program, System } from "../../model/deployment.ts";
import type { Copy } from "./copies.ts";
import { type Decision, decide } from "./decide.ts";
import type { LaidBuffer, Placed, Placement, RouteLatency } from "./placement.ts";
import { reasonsFor, reasonsForBuffer } from "./reasons.ts";

/** A placement, and how it came about. */
export interface PlacedSystem {
  readonly placement: Placement;
  readonly decision: Decision;
}

/**
 * Finds a core for every copy of every program and a memory for every buffer, the same for the same description: all
 * wishes hold; as few cores as can be run two programs; then what wants to be near something is as near as can be; then
 * messages and reads take the least time. Without a solver, or where it gives up, this is only nearly so, and the
 * decision says that. `leastTime`: picoseconds that a message between two cores takes at least. Null when no placement was
 * found.
 */
export function placePrograms(
  system: System,
  latency: RouteLatency,
  solver: LinearSolver | null,
  leastTime = 0,
): PlacedSystem | null {
  const decision = decide(system, latency, solver, leastTime);
  if (decision === null) return null;
  const placed = new Map<Program, Placed[]>([...system.services, ...system.clients].map((program) => [program, []]));
  for (const copy of decision.question.copies) placed.get(copy.program)?.push(describe(copy, decision, latency));
  return { placement: placed, decision };
}

function describe(copy: Copy, decision: Decision, latency: RouteLatency): Placed {
  const core = decision.seating.coreOf(copy);
  invariant(core !== null, `${copy.program.name} has no core.`);
  return { core, reasons: reasonsFor(copy, core, decision, latency), buffers: buffersOf(copy, decision) };
}

function buffersOf(copy: Copy, { question, seating }: Decision): readonly LaidBuffer[] {
  return question.buffers.flatMap((each) => {
    const memory = each.copy === copy ? seating.memoryOf(each) : null;
    if (memory === null) return [];
    return [{ buffer: each.buffer, memory, bytes: seating.bytesFor(each), reasons: reasonsForBuffer(each, memory) }];
  });
}
