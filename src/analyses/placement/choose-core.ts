import type { NearTarget, Program } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import { coresOfService, nameOfTarget, nearnessTo, type Surroundings } from "./nearness.ts";
import { nearTargets } from "./openings.ts";
import { messageTime, type Placed, type Placement, printTime } from "./placement.ts";

/** Programs by core, as far as they are placed. */
export type Occupancy = ReadonlyMap<Core, number>;

export interface Choice {
  readonly program: Program;
  readonly cores: readonly Core[];
  readonly around: Surroundings;
  readonly occupancy: Occupancy;
  /** Programs that talk to this one. */
  readonly partners: readonly Program[];
}

/**
 * The core nearest to what the program wants to be near. Of equally near ones: one that runs nothing else, then one that
 * takes the interrupts of a device it wants to be near, then the least busy, then the first. A core that runs a service
 * the program wants to be near is taken only when there is no other: a neighbour of one's own is better than half a core.
 */
export function chooseNearest(choice: Choice): Placed | null {
  const targets = nearTargets(choice.program);
  const distance = distanceTo(targets, choice.around);
  const taken = targets.flatMap((target) => hostsOf(target, choice.around.placement));
  const apart = choice.cores.filter((core) => !taken.includes(core));
  const best = leastBy(apart.length > 0 ? apart : choice.cores, (core) => [
    distance(core),
    busy(choice, core) === 0 ? 0 : 1,
    targets.some((target) => interrupts(target, core)) ? 0 : 1,
    busy(choice, core),
  ]);
  if (best === null) return null;
  const reasons = [...targets.map((target) => explainNearness(target, best, choice)), ...explainRoom(choice, best)];
  return { core: best, reasons };
}

/** The sum of the distances to all targets. */
function distanceTo(targets: readonly NearTarget[], around: Surroundings): (core: Core) => number {
  const nearness = targets.map((target) => nearnessTo(target, around));
  return (core) => nearness.reduce((sum, distance) => sum + distance(core), 0);
}

/** The least busy core; of equally busy ones the one closest to the placed programs it talks to, then the first. */
export function chooseFree(choice: Choice): Placed | null {
  const partners = choice.partners.filter((partner) => choice.around.placement.has(partner));
  const distance = (core: Core): number =>
    partners.reduce((sum, partner) => sum + nearestInstance(partner, core, choice.around), 0);
  const best = leastBy(choice.cores, (core) => [busy(choice, core), distance(core)]);
  if (best === null) return null;
  return { core: best, reasons: [...explainRoom(choice, best), ...explainPartners(choice, partners)] };
}

function nearestInstance(partner: Program, core: Core, { placement, latency }: Surroundings): number {
  const placed = placement.get(partner) ?? [];
  return placed.length === 0 ? 0 : Math.min(...placed.map((other) => messageTime(latency, core, other.core)));
}

function busy({ occupancy }: Choice, core: Core): number {
  return occupancy.get(core) ?? 0;
}

function hostsOf(target: NearTarget, placement: Placement): readonly Core[] {
  return target.kind === "service" ? coresOfService(target.service, placement) : [];
}

function interrupts(target: NearTarget, core: Core): boolean {
  return target.kind === "device" && target.device.interrupts.includes(core);
}

function explainNearness(target: NearTarget, core: Core, { around }: Choice): string {
  const distance = nearnessTo(target, around)(core);
  const name = nameOfTarget(target);
  if (!Number.isFinite(distance)) return `near ${name}: no way there is known`;
  const where = distance === 0 ? `near ${name}: as near as can be` : `near ${name}: ${printTime(distance)} away`;
  return interrupts(target, core) ? `${where}, and takes its interrupts` : where;
}

function explainRoom(choice: Choice, core: Core): readonly string[] {
  if (choice.cores.length === 1) return [];
  const others = busy(choice, core);
  return [
    others === 0 ? "runs no other program" : `least busy, with ${others} other program${others === 1 ? "" : "s"}`,
  ];
}

function explainPartners({ cores }: Choice, partners: readonly Program[]): readonly string[] {
  if (cores.length === 1 || partners.length === 0) return [];
  return [`close to ${partners.map((partner) => partner.name).join(", ")}`];
}

/** The first element whose key comes first, compared number by number. */
function leastBy<Item>(items: readonly Item[], key: (item: Item) => readonly number[]): Item | null {
  let best: { readonly item: Item; readonly key: readonly number[] } | null = null;
  for (const item of items) {
    const candidate = { item, key: key(item) };
    if (best === null || isBefore(candidate.key, best.key)) best = candidate;
  }
  return best?.item ?? null;
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const differing = a.findIndex((value, index) => value !== b[index]);
  return differing !== -1 && (a[differing] ?? 0) < (b[differing] ?? 0);
}
