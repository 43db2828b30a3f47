import type { FabricHop } from "../../analyses/routing/fabric.ts";
import { computeRoutes } from "../../analyses/routing/routes.ts";
import { planDiagnostics } from "../../diagnostics/catalogue/plan.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Core, Machine } from "../../model/machine.ts";
import type { Fabric, Hop, Routes } from "../plan.ts";
import { verifyRoutes } from "../verify/verify-routes.ts";

export function buildFabric(hops: readonly FabricHop[]): Fabric {
  return { hops: hops.map(buildHop) };
}

function buildHop({ from, to, via, latency, basis, bandwidth }: FabricHop): Hop {
  const carrier = "domain" in via ? { coherence: via.domain.index } : { link: via.links[0]?.index ?? -1 };
  return { from: from.index, to: to.index, via: carrier, latency, basis, bandwidth };
}

/** The routing tables over a fabric; the cores are all in the machine's order. */
export function buildRoutes(machine: Machine, { hops }: Fabric): Routes {
  return computeRoutes(machine.cores.length, hops);
}

/** The first pair of online cores without a route, if any; every other pair is counted with it. */
export function findCutOff({ cores }: Machine, { latency }: Routes): Diagnostic | null {
  const online = cores.filter((core) => core.online);
  const isCutOff = (from: Core, to: Core): boolean => latency[from.index]?.[to.index] === -1;
  const pairs = online.flatMap((from) => online.filter((to) => isCutOff(from, to)).map((to) => [from, to] as const));
  const [first] = pairs;
  if (first === undefined) return null;
  const [from, to] = first;
  const facts = { from: from.path, to: to.path, others: pairs.length - 1 };
  const related = [{ span: to.span, message: `${to.path} is declared here` }];
  return diagnose(planDiagnostics.cutOff, from.span, facts, { related });
}

/** Every plan's routes are proven by code that had no part in making them. */
export function assertRoutes({ cores }: Machine, { hops }: Fabric, routes: Routes): void {
  const [fault] = verifyRoutes({ ...routes, hops, online: cores.map((core) => core.online) });
  invariant(fault === undefined, `The routes are wrong: ${JSON.stringify(fault)}.`);
}
