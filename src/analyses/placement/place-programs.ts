import type { Diagnostic, Outcome } from "../../diagnostics/diagnostic.ts";
import type { Program, System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import { type Choice, chooseFree, chooseNearest, distanceTo } from "./choose-core.ts";
import { nameOfTarget, type Surroundings } from "./nearness.ts";
import {
  everyWishes,
  findOpenings,
  nearWishes,
  type Opening,
  onlineCores,
  onWishes,
  reportConflict,
} from "./openings.ts";
import { type Placed, type Placement, printTime, type RouteLatency } from "./placement.ts";

/**
 * Finds a core for every copy of every program, the same for the same description. What leaves least choice comes first:
 * programs `on` named cores, then one in `every` part, then those `near` something, then the rest, which go where it is
 * quiet and close to those they talk to. Programs near a service wait until it lies somewhere. Within a turn the order
 * is that of the description, services before clients.
 */
export function placePrograms(system: System, latency: RouteLatency): Outcome<Placement> {
  const programs: readonly Program[] = [...system.services, ...system.clients];
  const placement = new Map<Program, readonly Placed[]>();
  const occupancy = new Map<Core, number>();
  const around: Surroundings = { machine: system.machine, latency, placement };
  const diagnostics: Diagnostic[] = [];
  const waiting = new Set(programs);
  for (let next = pickNext(waiting, placement); next !== null; next = pickNext(waiting, placement)) {
    waiting.delete(next);
    const partners = partnersOf(next, programs);
    const answer = placeProgram({ program: next, cores: [], around, occupancy, partners }, occupancy);
    placement.set(next, answer.product);
    diagnostics.push(...answer.diagnostics);
  }
  return { product: new Map(programs.map((program) => [program, placement.get(program) ?? []])), diagnostics };
}

/** Who is placed next; a program that waits for a service goes before its turn only when nobody else is left. */
function pickNext(waiting: ReadonlySet<Program>, placement: Placement): Program | null {
  const placed = new Set([...placement.keys()].map((program) => program.name));
  const isReady = (program: Program): boolean =>
    nearWishes(program).every(({ target }) => target.kind !== "service" || placed.has(target.service));
  const inTurn = [...waiting].toSorted((a, b) => turnOf(a) - turnOf(b));
  return inTurn.find(isReady) ?? inTurn[0] ?? null;
}

function turnOf(program: Program): number {
  if (onWishes(program).length > 0) return 0;
  if (everyWishes(program).length > 0) return 1;
  return nearWishes(program).length > 0 ? 2 : 3;
}

function partnersOf(program: Program, programs: readonly Program[]): readonly Program[] {
  const used = program.uses.map(({ service }): Program => service);
  const users = programs.filter((other) => other.uses.some(({ service }) => service === program));
  return [...new Set([...used, ...users])].filter((partner) => partner !== program);
}

function placeProgram(choice: Choice, occupancy: Map<Core, number>): Outcome<readonly Placed[]> {
  const { program, around } = choice;
  const { openings, diagnostics } = findOpenings(program, around.machine);
  const placed = openings.flatMap((opening) => {
    const found = fillOpening(opening, { ...choice, cores: opening.cores });
    if (found !== null) occupancy.set(found.core, (occupancy.get(found.core) ?? 0) + 1);
    return found === null ? [] : [found];
  });
  return { product: placed, diagnostics: [...diagnostics, ...findFarNamed(choice, placed)] };
}

function fillOpening(opening: Opening, choice: Choice): Placed | null {
  const found = nearWishes(choice.program).length > 0 ? chooseNearest(choice) : chooseFree(choice);
  if (found === null || opening.reason === null) return found;
  return { core: found.core, reasons: [opening.reason, ...found.reasons] };
}

/** Cores named by hand win; but none of them being the nearest to a `near` is a contradiction, and said. */
function findFarNamed({ program, around }: Choice, placed: readonly Placed[]): readonly Diagnostic[] {
  const [on] = onWishes(program);
  if (on === undefined || everyWishes(program).length > 0 || placed.length === 0) return [];
  return nearWishes(program).flatMap((near) => {
    const distance = distanceTo([near.target], around);
    const nearest = Math.min(...placed.map(({ core }) => distance(core)));
    const better = onlineCores(around.machine.cores).find((core) => distance(core) < nearest);
    if (better === undefined) return [];
    const gap = `${better.path} is ${printTime(distance(better))} from ${nameOfTarget(near.target)}`;
    return [reportConflict(program, on, near, `${gap}, none of the cores named is nearer than ${printTime(nearest)}`)];
  });
}
