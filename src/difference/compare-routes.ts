import { printTime } from "../algorithms/print-quantity.ts";
import type { Plan } from "../plan/plan.ts";
import { readRoutes } from "../plan/read-routes.ts";
import type { RouteReader } from "../plan/route-reader.ts";
import { coreNames } from "./system-things.ts";

/** Routes between cores that both plans have. */
export interface RouteChanges {
  /** Pairs of cores that there are in both, in both directions. */
  readonly pairs: number;
  /** Of them those whose messages take another next hop. */
  readonly rerouted: number;
  /** Of them those whose messages take another time. */
  readonly quicker: number;
  readonly slower: number;
  /** Some of them, the first in the order of cores. */
  readonly examples: readonly RouteChange[];
}

export interface RouteChange {
  readonly from: string;
  readonly to: string;
  /** The next hop; null where no route leads. */
  readonly old: RouteEnd;
  readonly new: RouteEnd;
}

export interface RouteEnd {
  readonly via: string | null;
  readonly latency: string | null;
}

const mostExamples = 10;

interface Side {
  readonly reader: RouteReader;
  readonly name: (core: number) => string;
}

/** Null where one of them has no routes. */
export function compareRoutes(old: Plan, now: Plan): RouteChanges | null {
  if (old.routes === null || now.routes === null) return null;
  const [before, after] = [sideOf(old, old.routes), sideOf(now, now.routes)];
  const counts = { pairs: 0, rerouted: 0, quicker: 0, slower: 0 };
  const examples: RouteChange[] = [];
  const common = commonCores(old, now);
  // The place of a core of the old plan in the new one: next hops are compared without their names.
  const places = new Map(common);
  for (const [from, newFrom] of common) {
    for (const [to, newTo] of common) {
      if (from === to) continue;
      counts.pairs++;
      const hop = before.reader.nextHop(from, to);
      const isRerouted = (hop < 0 ? -1 : (places.get(hop) ?? -2)) !== after.reader.nextHop(newFrom, newTo);
      const gain = after.reader.latency(newFrom, newTo) - before.reader.latency(from, to);
      if (isRerouted) counts.rerouted++;
      if (gain < 0) counts.quicker++;
      if (gain > 0) counts.slower++;
      if ((isRerouted || gain !== 0) && examples.length < mostExamples) {
        const [one, other] = [endOf(before, from, to), endOf(after, newFrom, newTo)];
        examples.push({ from: before.name(from), to: before.name(to), old: one, new: other });
      }
    }
  }
  return { ...counts, examples };
}

function sideOf(plan: Plan, routes: NonNullable<Plan["routes"]>): Side {
  return { reader: readRoutes(routes), name: coreNames(plan) };
}

/** Cores with one path, by their indices in both plans. */
function commonCores(old: Plan, now: Plan): readonly (readonly [number, number])[] {
  const places = new Map((now.machine?.cores ?? []).map(({ path }, index) => [path, index]));
  return (old.machine?.cores ?? []).flatMap(({ path }, index) => {
    const place = places.get(path);
    return place === undefined ? [] : [[index, place] as const];
  });
}

function endOf({ reader, name }: Side, from: number, to: number): RouteEnd {
  const [hop, latency] = [reader.nextHop(from, to), reader.latency(from, to)];
  return { via: hop < 0 ? null : name(hop), latency: latency < 0 ? null : printTime(latency) };
}
