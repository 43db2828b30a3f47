import type { Program, System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import { type Choice, chooseFree, chooseNearest } from "./choose-core.ts";
import { findOpenings, hasWish, nearTargets, type Opening } from "./openings.ts";
import type { Placed, Placement, RouteLatency } from "./placement.ts";

/**
 * Finds a core for every copy of every program, the same for the same description. What leaves least choice comes first:
 * programs `on` named cores, then one in `every` part, then those `near` something, then the rest, which go where it is
 * quiet and close to those they talk to. Programs near a service wait until it lies somewhere. Within a turn the order
 * is that of the description, services before clients.
 */
export function placePrograms(system: System, latency: RouteLatency): Placement {
  const programs: readonly Program[] = [...system.services, ...system.clients];
  const placement = new Map<Program, readonly Placed[]>();
  const occupancy = new Map<Core, number>();
  const around = { machine: system.machine, latency, placement };
  const waiting = new Set(programs);
  for (let next = pickNext(waiting, placement); next !== null; next = pickNext(waiting, placement)) {
    waiting.delete(next);
    const partners = partnersOf(next, programs);
    placement.set(next, placeProgram({ program: next, cores: [], around, occupancy, partners }, occupancy));
  }
  return new Map(programs.map((program) => [program, placement.get(program) ?? []]));
}

/** Who is placed next; a program that waits for a service goes before its turn only when nobody else is left. */
function pickNext(waiting: ReadonlySet<Program>, placement: Placement): Program | null {
  const placed = new Set([...placement.keys()].map((program) => program.name));
  const isReady = (program: Program): boolean =>
    nearTargets(program).every((target) => target.kind !== "service" || placed.has(target.service));
  const inTurn = [...waiting].toSorted((a, b) => turnOf(a) - turnOf(b));
  return inTurn.find(isReady) ?? inTurn[0] ?? null;
}

function turnOf(program: Program): number {
  const kinds = ["on", "every", "near"] as const;
  const turn = kinds.findIndex((kind) => hasWish(program, kind));
  return turn === -1 ? kinds.length : turn;
}

function partnersOf(program: Program, programs: readonly Program[]): readonly Program[] {
  const used = program.uses.map(({ service }): Program => service);
  const users = programs.filter((other) => other.uses.some(({ service }) => service === program));
  return [...new Set([...used, ...users])].filter((partner) => partner !== program);
}

function placeProgram(choice: Choice, occupancy: Map<Core, number>): readonly Placed[] {
  return findOpenings(choice.program, choice.around.machine).flatMap((opening) => {
    const found = fillOpening(opening, { ...choice, cores: opening.cores });
    if (found !== null) occupancy.set(found.core, (occupancy.get(found.core) ?? 0) + 1);
    return found === null ? [] : [found];
  });
}

function fillOpening(opening: Opening, choice: Choice): Placed | null {
  const found = nearTargets(choice.program).length > 0 ? chooseNearest(choice) : chooseFree(choice);
  if (found === null || opening.reason === null) return found;
  return { core: found.core, reasons: [opening.reason, ...found.reasons] };
}
