import type { FabricHop } from "../../analyses/routing/fabric.ts";
import type { RoutedHop } from "../../analyses/routing/hop-graph.ts";
import { computeRoutes } from "../../analyses/routing/routes.ts";
import { planDiagnostics } from "../../diagnostics/catalogue/plan.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Core, Machine } from "../../model/machine.ts";
import type { Fabric, Hop, Routes } from "../plan.ts";
import { readRoutes } from "../route-reader.ts";
import { verifyRoutes } from "../verify/verify-routes.ts";

export function buildFabric(hops: readonly FabricHop[]): Fabric {
  return { hops: hops.map(buildHop) };
}

function buildHop({ from, to, via, latency, basis, bandwidth }: FabricHop): Hop {
  const carrier = "domain" in via ? { coherence: via.domain.index } : { link: via.links[0]?.index ?? -1 };
  return { from: from.index, to: to.index, via: carrier, latency, basis, bandwidth };
}

/** The routing tables over a fabric; the cores are all in the machine's order. */
export function buildRoutes(machine: Machine, hops: readonly FabricHop[]): Routes {
  return { ...computeRoutes(machine.cores.length, hops.map(describeHop)), failover: [] };
}

/** Planes over one link share its bandwidth in each direction. */
function describeHop({ from, to, via, latency, bandwidth }: FabricHop): RoutedHop {
  const hop = { from: from.index, to: to.index, latency, bandwidth };
  if ("domain" in via) return { ...hop, isNear: true };
  return { ...hop, carrier: 2 * (via.links[0]?.index ?? 0) + (from.index < to.index ? 0 : 1) };
}

/** The first pair of online cores without a route, if any; every other pair is counted with it. */
export function findCutOff({ cores }: Machine, routes: Routes): Diagnostic | null {
  const isCut = ({ nextHop }: Routes["dimensions"][number]): boolean => nextHop.some((row) => row.includes(-1));
  if (!routes.dimensions.some(isCut)) return null;
  const online = cores.filter((core) => core.online);
  const { nextHop } = readRoutes(routes);
  const isCutOff = (from: Core, to: Core): boolean => nextHop(from.index, to.index) === -1;
  const pairs = online.flatMap((from) => online.filter((to) => isCutOff(from, to)).map((to) => [from, to] as const));
  const [first] = pairs;
  if (first === undefined) return null;
  const [from, to] = first;
  const facts = { from: from.path, to: to.path, others: pairs.length - 1 };
  const related = [{ span: to.span, message: `${to.path} is declared here` }];
  return diagnose(planDiagnostics.cutOff, from.span, facts, { related });
}

/** Every plan's routes are proven by code that had no part in making them. */
export function assertRoutes({ cores }: Machine, hops: readonly FabricHop[], routes: Routes): void {
  const carried = hops.map(({ from, to, via, latency }) => ({
    ...{ from: from.index, to: to.index, latency },
    links: "links" in via ? via.links.map(({ index }) => index) : [],
  }));
  const [fault] = verifyRoutes({ ...routes, hops: carried, online: cores.map((core) => core.online) });
  invariant(fault === undefined, `The routes are wrong: ${JSON.stringify(fault)}.`);
}
