/** The lines of the page, with who asks what of them. */
import { printBandwidth, printSize } from "../../algorithms/print-quantity.ts";
import { describeOperation } from "../../plan/describe-traffic.ts";
import type { Plan, PlanEndpoint, PlanLink, PlanMachine } from "../../plan/plan.ts";
import { hostOf } from "../pictures/drawing.ts";
import type { Point } from "../pictures/geometry.ts";
import { bandwidthOrNull, type Elements, timeOrNull } from "./describe-elements.ts";
import type { Placement } from "./lay-out-machine.ts";
import type { BoxName, ViewData, ViewLink } from "./view-data.ts";

export function describeLinks(
  plan: Plan,
  { machine, placement, facts }: Elements,
): Pick<ViewData, "links" | "linkKinds"> {
  const linkKinds = [...new Set(machine.links.map(({ interconnect }) => interconnect))];
  const loads = loadsByLink(plan);
  const links = machine.links.map(
    (link, index): ViewLink => ({
      path: link.path,
      facts: facts.add(factsOf(link)),
      kind: linkKinds.indexOf(link.interconnect),
      from: endOf(link.from, machine, placement),
      to: endOf(link.to, machine, placement),
      oneWay: link.direction === "oneWay",
      ...lineOf(placement.lines.get(index)),
      ...(placement.far.has(index) ? { far: true } : {}),
      ...loads.get(index),
    }),
  );
  return { links, linkKinds };
}

function factsOf(link: PlanLink) {
  return [
    ["Interconnect", link.interconnect],
    ["Direction", link.direction === "both" ? "both ways" : "one way"],
    ["Latency", timeOrNull(link.latency)],
    ["Bandwidth", bandwidthOrNull(link.bandwidth)],
    ["Unit of transfer", printSize(link.transferBytes)],
    ["Keeps order", link.ordered ? "yes" : "no"],
    ["Reliable", link.reliable ? "yes" : "no, it may lose what it carries"],
    ["Tells of arrivals by", link.notification === "interrupt" ? "interrupts" : "being polled"],
    ["Credits", link.credits === null ? null : `${link.credits}`],
  ] as const;
}

/** The box of the picture that an end stands for. */
function endOf(endpoint: PlanEndpoint, machine: PlanMachine, { boxes }: Placement): BoxName {
  if ("core" in endpoint) return `core ${endpoint.core}`;
  if ("port" in endpoint) return `part ${machine.ports[endpoint.port]?.part ?? 0}`;
  const device: BoxName = `device ${endpoint.device}`;
  return boxes.has(device) ? device : `part ${hostOf(machine, endpoint.device)}`;
}

function lineOf(points: readonly Point[] | undefined): Pick<ViewLink, "points"> {
  return points === undefined ? {} : { points: points.flatMap(({ x, y }) => [Math.round(x), Math.round(y)]) };
}

type Load = Required<Pick<ViewLink, "traffic">> & Pick<ViewLink, "use">;

function loadsByLink(plan: Plan): ReadonlyMap<number, Load> {
  const found = new Map<number, Load>();
  for (const { carrier, utilisation, filledBy } of plan.traffic?.loads ?? []) {
    if (!("link" in carrier)) continue;
    const known = found.get(carrier.link);
    const lines = filledBy.map(
      (asked) =>
        `${asked.program}: ${describeOperation(asked, plan)}, ${printBandwidth(asked.demand)} ${carrier.direction}`,
    );
    const use = utilisation === null ? known?.use : Math.max(utilisation, known?.use ?? 0);
    found.set(carrier.link, { traffic: [...(known?.traffic ?? []), ...lines], ...(use === undefined ? {} : { use }) });
  }
  return found;
}
