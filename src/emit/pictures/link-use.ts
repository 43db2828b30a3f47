/** How much of each link's bandwidth the declared traffic asks for, as shades. */
import type { Plan, PlanEndpoint, PlanMachine } from "../../plan/plan.ts";

/** Shares of a bandwidth that end a shade; from 1 on there is more traffic than it carries. */
const bounds = [0.01, 0.1, 0.5, 1] as const;

export const shadeLabels = [
  "traffic below 1 %",
  "traffic below 10 %",
  "traffic below 50 %",
  "traffic below 100 %",
  "more traffic than it carries",
] as const;

export interface LinkUse {
  /** Place in {@link shadeLabels}. */
  readonly shade: number;
  /** `8.46 % used`, of the busier direction. */
  readonly text: string;
  /** `8.46 %` */
  readonly label: string;
}

/** By link, as far as it carries declared traffic and states a bandwidth: that of the busier direction. */
export function gatherLinkUse({ traffic }: Plan): ReadonlyMap<number, LinkUse> {
  const highest = new Map<number, number>();
  for (const { carrier, utilisation } of traffic?.loads ?? []) {
    if (!("link" in carrier) || utilisation === null) continue;
    highest.set(carrier.link, Math.max(utilisation, highest.get(carrier.link) ?? 0));
  }
  return new Map(
    [...highest].map(([link, share]) => {
      const label = share < 0.001 ? "< 0.1 %" : percent(share);
      return [link, { shade: shadeOf(share), text: `${percent(share)} used`, label }];
    }),
  );
}

/** By `part 3` and `core 7`: the highest shade of the links that end there. */
export function gatherHeat(plan: Plan, machine: PlanMachine): ReadonlyMap<string, number> {
  const heat = new Map<string, number>();
  for (const [index, { shade }] of gatherLinkUse(plan)) {
    const { from, to } = machine.links[index] ?? {};
    for (const end of [from, to].flatMap((each) => (each === undefined ? [] : [keyOfEnd(each, machine)])))
      heat.set(end, Math.max(shade, heat.get(end) ?? 0));
  }
  return heat;
}

function keyOfEnd(end: PlanEndpoint, { ports }: PlanMachine): string {
  if ("core" in end) return `core ${end.core}`;
  return "port" in end ? `part ${ports[end.port]?.part ?? 0}` : `device ${end.device}`;
}

function shadeOf(share: number): number {
  const shade = bounds.findIndex((bound) => share < bound);
  return shade === -1 ? bounds.length : shade;
}

export function percent(share: number): string {
  return share < 0.001 ? "less than 0.1 %" : `${Number((100 * share).toPrecision(3))} %`;
}
