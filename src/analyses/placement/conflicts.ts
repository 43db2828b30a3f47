import type { Program, System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import { sightOf } from "../decoding/sights.ts";
import type { Copy } from "./copies.ts";
import { findSeats, type Preference } from "./find-seats.ts";
import { hasRoom } from "./pigeonholes.ts";
import { buildQuestion, type Demand, type Question } from "./question.ts";
import type { Seating } from "./seating.ts";

/** A demand, and whose it is. */
export interface Owned {
  readonly program: Program;
  readonly demand: Demand;
}

/** As written, on one line. */
export function textOfDemand(demand: Demand): string {
  const { source, start, end } = demand.span;
  const text = source.text.slice(start, end).replace(/\s+/g, " ").trim();
  if ("size" in demand) return `buffer ${text}`;
  if ("device" in demand) return `drives ${text}`;
  return demand.kind === "requires" ? `requires ${text}` : text;
}

/** Sets this small are all tried, to name the smallest; larger ones are only such that nothing can be left out. */
const smallest = 3;
const mostSets = 4000;

/**
 * Demands that cannot all be granted although all but any one of them can; as few as can be found. Null when all can.
 * Found by leaving out one after the other (the deletion filter of Chinneck and Dravnieks, ORSA J. Computing 1991), then
 * by trying all smaller sets where they are few.
 */
export function findConflict(system: System, without: ReadonlySet<Demand>): readonly Owned[] | null {
  const demands = demandsOf(system).filter(({ demand }) => !without.has(demand));
  if (isPossible(system, demands) || !isPossible(system, [])) return null;
  const conflict = filterByDeletion(system, demands);
  return findSmaller(system, demands, conflict.length) ?? conflict;
}

/** All that a placement must grant. What a program is near is no demand: something is always nearest. */
function demandsOf({ services, clients }: System): readonly Owned[] {
  const programs: readonly Program[] = [...services, ...clients];
  return programs.flatMap((program) => {
    const wishes = program.wishes.filter(({ kind }) => kind !== "near");
    const driven = program.drives.filter(({ device }) => device.registers.length > 0);
    return [...wishes, ...driven, ...program.buffers].map((demand) => ({ program, demand }));
  });
}

/** As if only these demands were made. What is isolated is judged when all is placed, with the way on which it is not. */
export function questionOf(system: System, kept: ReadonlySet<Demand>): Question {
  return buildQuestion(system, { isKept: (demand) => kept.has(demand), isolated: false });
}

function isPossible(system: System, demands: readonly Owned[]): boolean {
  const kept = new Set(demands.map(({ demand }) => demand));
  const question = questionOf(system, kept);
  if (question.nowhere.length > 0 || question.copies.some(({ cores }) => cores.length === 0)) return false;
  return hasRoom(question) && findSeats(question, firstThatDiffers).kind !== "impossible";
}

function filterByDeletion(system: System, demands: readonly Owned[]): readonly Owned[] {
  let kept = demands;
  for (const demand of demands.toReversed()) {
    const others = kept.filter((each) => each !== demand);
    if (!isPossible(system, others)) kept = others;
  }
  return kept;
}

function findSmaller(system: System, demands: readonly Owned[], size: number): readonly Owned[] | null {
  for (let count = 1; count < Math.min(size, smallest + 1); count++) {
    if (setsOf(demands.length, count) > mostSets) return null;
    for (const set of subsets(demands, count)) if (!isPossible(system, set)) return set;
  }
  return null;
}

function setsOf(all: number, count: number): number {
  return Array.from({ length: count }, (_, at) => (all - at) / (at + 1)).reduce((product, each) => product * each, 1);
}

function* subsets<Item>(items: readonly Item[], count: number): Generator<readonly Item[]> {
  if (count === 0) yield [];
  else {
    for (const [at, item] of items.entries()) {
      for (const rest of subsets(items.slice(at + 1), count - 1)) yield [item, ...rest];
    }
  }
}

/** Of cores that no rule tells apart, one; copies that are interchangeable lie in ascending order. */
export const firstThatDiffers: Preference = {
  order: (copies) => copies.toSorted((a, b) => a.cores.length - b.cores.length || a.index - b.index),
  cores: (copy, allowed, seating) => distinct(afterEarlier(copy, allowed, seating), seating),
  memories: (_, allowed) => allowed,
};

function afterEarlier(copy: Copy, allowed: readonly Core[], seating: Seating): readonly Core[] {
  const earlier = seating.question.copies[copy.index - 1];
  const isTwin = earlier?.program === copy.program && earlier.opening === copy.opening;
  const core = isTwin ? seating.coreOf(earlier) : null;
  return core === null ? allowed : allowed.slice(allowed.indexOf(core) + 1);
}

/** Cores that are said by hand, or that something lies on, are each their own. */
function distinct(cores: readonly Core[], seating: Seating): readonly Core[] {
  const named = new Set(seating.question.copies.flatMap((copy) => (isNamed(copy) ? copy.cores : [])));
  const seen = new Set<string>();
  return cores.filter((core) => {
    if (named.has(core) || seating.loadOf(core) > 0) return true;
    const key = `${core.part.index} ${core.isa.name} ${core.kind} ${sightOf(seating.question.machine, core).index}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function isNamed({ program }: Copy): boolean {
  return program.wishes.some(({ kind }) => kind === "on");
}
