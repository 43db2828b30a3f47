import type { Core } from "../../model/machine.ts";
import type { FabricHop } from "../routing/fabric.ts";
import type { KernelWays, Ways } from "./ways.ts";

/** The routes of the whole machine, by number of the cores. */
export interface RoutesBefore {
  /** -1 where no route leads. */
  nextHop(from: number, to: number): number;
  /** Picoseconds; -1 where no route leads. */
  latency(from: number, to: number): number;
}

/** Ordered pairs of survivors that had a route. */
export interface Detours {
  /** How many of the survivors were looked at as senders: all of them, but of very many evenly spread ones. */
  readonly senders: number;
  readonly pairs: number;
  /** Pairs whose route led over what is lost, or over a hop that is another now. */
  readonly rerouted: number;
  /** Of these, the ones that kernels send on ways which nobody worked out beforehand; 0 where no kernels were asked. */
  readonly foundAnew: number;
  /** Of those rerouted, the ones that have no way left. */
  readonly cutOff: number;
  /** The ones that lose most time, most first. */
  readonly worst: readonly Detour[];
}

export interface Detour {
  readonly from: Core;
  readonly to: Core;
  /** Picoseconds. */
  readonly before: number;
  readonly after: number;
}

/** More pairs than these are not looked at one by one. */
const mostPairs = 2 ** 21;
const mostWorst = 8;

type IsIntact = (from: number, to: number) => boolean;

/** The hops that are just what they were. */
export function findIntact(before: readonly FabricHop[], after: readonly FabricHop[]): IsIntact {
  const keyOf = (from: number, to: number) => from * 2 ** 26 + to;
  const left = new Map(after.map((hop) => [keyOf(hop.from.index, hop.to.index), hop]));
  const intact = new Set<number>();
  for (const hop of before) {
    const key = keyOf(hop.from.index, hop.to.index);
    if (isSame(hop, left.get(key))) intact.add(key);
  }
  return (from, to) => intact.has(keyOf(from, to));
}

function isSame(before: FabricHop, after: FabricHop | undefined): boolean {
  if (after === undefined || before.latency !== after.latency) return false;
  if ("domain" in before.via) return "domain" in after.via && before.via.domain.index === after.via.domain.index;
  const links = "links" in after.via ? after.via.links : [];
  return before.via.links.length === links.length && before.via.links.every((link, index) => link === links[index]);
}

/** Null where no kernels were asked. */
type WaysAfter = Ways & { readonly wayOf: KernelWays | null };

/** Which of the survivors' messages go round the gap, and what it costs them. */
export function findDetours(
  survivors: readonly Core[],
  isIntact: IsIntact,
  ways: WaysAfter,
  before: RoutesBefore,
): Detours {
  const senders = spread(survivors, Math.max(1, Math.floor(mostPairs / Math.max(1, survivors.length))));
  const counts = { pairs: 0, rerouted: 0, foundAnew: 0, cutOff: 0 };
  let worst: readonly Detour[] = [];
  for (const from of senders) {
    const timeTo = ways.from(from.index);
    const detours: Detour[] = [];
    for (const to of survivors) {
      const time = from === to ? -1 : before.latency(from.index, to.index);
      if (time === -1) continue;
      counts.pairs++;
      if (isWhole(from.index, to.index, isIntact, before)) continue;
      counts.rerouted++;
      const after = timeTo(to.index);
      if (ways.wayOf?.(from.index, to.index)?.isDetour === true) counts.foundAnew++;
      if (after === -1) counts.cutOff++;
      else if (after > time) detours.push({ from, to, before: time, after });
    }
    worst = [...worst, ...detours].sort(byLoss).slice(0, mostWorst);
  }
  return { senders: senders.length, ...counts, worst };
}

/** At most so many of them, evenly spread. */
function spread(cores: readonly Core[], most: number): readonly Core[] {
  if (cores.length <= most) return cores;
  return Array.from({ length: most }, (_, step) => cores[Math.floor((step * cores.length) / most)]).filter(
    (core) => core !== undefined,
  );
}

function isWhole(from: number, to: number, isIntact: IsIntact, { nextHop }: RoutesBefore): boolean {
  for (let core = from; core !== to; ) {
    const next = nextHop(core, to);
    if (next === -1 || !isIntact(core, next)) return false;
    core = next;
  }
  return true;
}

function byLoss(a: Detour, b: Detour): number {
  return b.after - b.before - (a.after - a.before) || a.from.index - b.from.index || a.to.index - b.to.index;
}
