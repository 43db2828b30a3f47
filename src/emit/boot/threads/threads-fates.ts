import type { Boot, Fabric, PlanElement, PlanMachine } from "../../../plan/plan.ts";

/** A link that kernels talk over. Pairs of cores, the lower one first, ascending. */
export interface ThreadsLink {
  readonly name: string;
  readonly link: number;
  readonly hops: readonly (readonly [number, number])[];
}

/** The links that channels run over, by their numbers; with those a hop is lost. */
export function viewLinks({ links }: PlanMachine, { hops }: Fabric, { channels, order }: Boot): readonly ThreadsLink[] {
  const carried = links.map(() => new Map<number, readonly [number, number]>());
  const booting = new Set(order);
  for (const { hop } of channels) {
    const over = hops[hop];
    if (over === undefined || !("link" in over.via) || !booting.has(over.from) || !booting.has(over.to)) continue;
    const [low, high] = over.from < over.to ? [over.from, over.to] : [over.to, over.from];
    carried[over.via.link]?.set(low * 0x10000 + high, [low, high]);
  }
  return links.flatMap(({ path }, link) => {
    const pairs = [...(carried[link]?.values() ?? [])].sort(([a, b], [c, d]) => a - c || b - d);
    return pairs.length === 0 ? [] : [{ name: path, link, hops: pairs }];
  });
}

/** The cores of each domain that fails together, where those are more than one and boot. */
export function viewDomains(machine: PlanMachine, { order }: Boot): readonly (readonly number[])[] {
  const booting = new Set(order);
  return machine.domains.flatMap(({ kind, members }) => {
    const cores = [...new Set(members.flatMap((member) => coresOf(machine, member)))].filter((core) =>
      booting.has(core),
    );
    return kind === "failure" && cores.length > 1 ? [cores.sort((one, other) => one - other)] : [];
  });
}

function coresOf({ cores, parts }: PlanMachine, member: PlanElement): readonly number[] {
  if ("core" in member) return [member.core];
  if (!("part" in member)) return [];
  const isWithin = (part: number | null): boolean =>
    part !== null && part >= 0 && (part === member.part || isWithin(parts[part]?.parent ?? null));
  return cores.flatMap(({ part }, core) => (isWithin(part) ? [core] : []));
}
