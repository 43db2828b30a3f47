import type { Plan, PlanInstance, PlanProgram, PlanSystem } from "../../../plan/plan.ts";
import { type Channel, type Domain, map, type Region, wholePages } from "./domain.ts";

export type Rings = Pick<NonNullable<Plan["boot"]>, "window" | "bulk">;

/** A channel and two rings for each binding of a copy of a program to another. */
export function connect(
  { services, clients }: PlanSystem,
  domains: ReadonlyMap<PlanInstance, Domain>,
  regions: Region[],
  rings: Rings,
): readonly Channel[] {
  return [...services, ...clients].flatMap((program) =>
    program.instances.flatMap((instance, copy) =>
      program.uses.flatMap((use, place) => {
        const service = services[use];
        const bound = service?.instances[instance.bindings[place] ?? -1];
        const [from, to] = [domains.get(instance), bound === undefined ? undefined : domains.get(bound)];
        if (service === undefined || from === undefined || to === undefined || from === to) return [];
        share(from, to, regions, ringBytes(program.name, copy, service.name, rings));
        const calls = from.core === to.core && to.priority > from.priority && hasCalls(service);
        return [
          { client: { domain: from, id: from.ids++, calls }, service: { domain: to, id: to.ids++, calls: false } },
        ];
      }),
    ),
  );
}

/** A service whose interface has operations that are answered. */
function hasCalls({ interface: served }: PlanProgram): boolean {
  return served !== null;
}

/** A ring in each direction: who writes it has it writable, and the other the line of credits, so both have both. */
function share(
  from: Domain,
  to: Domain,
  regions: Region[],
  bytes: Readonly<Record<"request" | "reply", number>>,
): void {
  for (const direction of ["request", "reply"] as const) {
    const name = `${from.name}-${to.name}-${direction}`;
    const region = {
      name,
      bytes: bytes[direction],
      address: null,
      isCached: true,
      isFixed: false,
      at: from.program.at,
    };
    regions.push(region);
    for (const domain of [from, to]) map(domain, region, "rw");
  }
}

const slotBytes = 64;
const blockHead = 128;

/** A line of credits, two slots for each message under way, and the blocks of long messages. */
function ringBytes(
  program: string,
  instance: number,
  service: string,
  { window, bulk }: Rings,
): Readonly<Record<"request" | "reply", number>> {
  const bytesOf = (direction: "request" | "reply"): number => {
    const blocks = bulk.find(
      (one) =>
        one.program === program && one.instance === instance && one.service === service && one.direction === direction,
    );
    return wholePages(
      slotBytes * (1 + 2 * window) + (blocks === undefined ? 0 : blockHead + blocks.blocks * blocks.blockBytes),
    );
  };
  return { request: bytesOf("request"), reply: bytesOf("reply") };
}
