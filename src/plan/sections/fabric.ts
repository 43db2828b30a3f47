import type { Loss } from "../../analyses/routing/detours.ts";
import type { FabricHop } from "../../analyses/routing/fabric.ts";
import { type HopColumns, makeColumns } from "../../analyses/routing/hop-graph.ts";
import { computeByPlace, countEntries, listPlaces } from "../../analyses/routing/place-routes.ts";
import { computeRoutes, findGrid } from "../../analyses/routing/routes.ts";
import { planDiagnostics } from "../../diagnostics/catalogue/plan.ts";
import { type Diagnostic, diagnose, type Outcome } from "../../diagnostics/diagnostic.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Core, Link, Machine } from "../../model/machine.ts";
import type { Fabric, Failover, Hop, Routes } from "../plan.ts";
import { readRoutes } from "../read-routes.ts";
import { verifyRoutes } from "../verify/verify-routes.ts";

export function buildFabric(hops: readonly FabricHop[]): Fabric {
  const carriers = new Map<object, Carrier>();
  return { hops: hops.map((hop) => buildHop(hop, carriers)) };
}

interface Carrier {
  readonly via: Hop["via"];
  readonly weakness: Pick<Hop, "reliable" | "ordered">;
}

/** What carries many hops is said by one object. */
function buildHop({ from, to, via, latency, basis, bandwidth }: FabricHop, carriers: Map<object, Carrier>): Hop {
  const key = "domain" in via ? via.domain : via.links;
  const carrier = carriers.get(key) ?? carrierOf(via);
  carriers.set(key, carrier);
  return { from: from.index, to: to.index, via: carrier.via, latency, basis, bandwidth, ...carrier.weakness };
}

function carrierOf(via: FabricHop["via"]): Carrier {
  const weakness = weaknessOf(via);
  return { via: "domain" in via ? { coherence: via.domain.index } : { link: via.links[0]?.index ?? -1 }, weakness };
}

/** What its links do not promise. */
function weaknessOf(via: FabricHop["via"]): Pick<Hop, "reliable" | "ordered"> {
  const kinds = "links" in via ? via.links.map(({ interconnect }) => interconnect) : [];
  return {
    ...(kinds.every(({ reliable }) => reliable) ? {} : { reliable: false }),
    ...(kinds.every(({ ordered }) => ordered) ? {} : { ordered: false }),
  };
}

/**
 * Up to this many cores it is worked out beforehand what to do without each link and core. The entries that change grow with
 * a power of 2.6: on a ring of nodes of 16 with chords 78,000 for 163 cores, 476,000 for 323, some 350 million for 4,096.
 */
const mostPrepared = 256;

/** More cores have no table of all pairs: it grows with their square, and so does the time it takes. */
const mostInOneTable = 4096;

/** Twice those of the largest table of all pairs: 16,384 cores in nodes of 16, and some more. */
const mostEntries = 2 * mostInOneTable ** 2;

/** The routing tables over a fabric; the cores are all in the machine's order. Or why they would be too large. */
export function buildRoutes(machine: Machine, hops: readonly FabricHop[], columns: HopColumns): Outcome<Routes | null> {
  const cores = machine.cores.length;
  const grid = findGrid(cores, columns);
  if (grid === null && cores > mostInOneTable) return buildRoutesByPlace(machine, columns);
  const losses = cores > mostPrepared ? [] : listLosses(machine, hops);
  const { detours, ...routes } = computeRoutes(cores, columns, losses, linksOf(hops), grid);
  const failover = losses.flatMap(({ lost }, index): Failover[] => {
    const { from = [], to = [], nextHop = [], virtualChannel = [] } = detours[index] ?? {};
    return from.length === 0 ? [] : [{ lost, from, to, nextHop, virtualChannel }];
  });
  return { product: { ...routes, failover }, diagnostics: [] };
}

function buildRoutesByPlace(machine: Machine, columns: HopColumns): Outcome<Routes | null> {
  const cores = machine.cores.length;
  const members = listPlaces(cores, columns);
  if (countEntries(cores, members) > mostEntries) {
    const largest = members.reduce((most, { length }) => Math.max(most, length), 0);
    const facts = { machine: machine.name, cores, places: members.length, largest, most: mostEntries };
    return { product: null, diagnostics: [diagnose(planDiagnostics.noGrid, machine.span, facts)] };
  }
  const { virtualChannels, places, ...table } = computeByPlace(cores, columns, members);
  const nothing = { failover: [], lines: [], sidestep: null, unprepared: ["cores" as const, "links" as const] };
  return { product: { virtualChannels, dimensions: [table], coordinates: null, places, ...nothing }, diagnostics: [] };
}

/** The links that a hop goes over: the same list for all hops over the same. */
function linksOf(hops: readonly FabricHop[]): (hop: number) => readonly number[] {
  const indices = new Map<readonly Link[], readonly number[]>();
  return (hop) => {
    const via = hops[hop]?.via;
    if (via === undefined || "domain" in via) return noLinks;
    const known = indices.get(via.links) ?? via.links.map(({ index }) => index);
    indices.set(via.links, known);
    return known;
  };
}

const noLinks: readonly number[] = [];

/** The loss of each link and of each core, with the hops that go with it. */
function listLosses({ links, cores }: Machine, hops: readonly FabricHop[]): readonly (Loss & Pick<Failover, "lost">)[] {
  const ofLinks = links.map((): Uint8Array => new Uint8Array(hops.length));
  const ofCores = cores.map((): Uint8Array => new Uint8Array(hops.length));
  const mark = (marks: Uint8Array | undefined, hop: number): void => void marks?.fill(1, hop, hop + 1);
  for (const [index, { from, to, via }] of hops.entries()) {
    for (const core of [from, to]) mark(ofCores[core.index], index);
    if ("links" in via) for (const link of via.links) mark(ofLinks[link.index], index);
  }
  return [
    ...ofLinks.map((marks, link) => ({ lost: { link }, hops: marks, core: -1 })),
    ...ofCores.map((marks, core) => ({ lost: { core }, hops: marks, core })),
  ];
}

/** Planes over one link share its bandwidth in each direction. One loop: there may be millions. */
export function listColumns(hops: readonly FabricHop[]): HopColumns {
  const columns = makeColumns(hops.length);
  for (const [index, { from, to, via, latency, bandwidth }] of hops.entries()) {
    columns.from[index] = from.index;
    columns.to[index] = to.index;
    columns.latency[index] = latency;
    columns.bandwidth[index] = bandwidth ?? 0;
    columns.isNear[index] = "domain" in via ? 1 : 0;
    columns.carrier[index] = "domain" in via ? -1 : 2 * (via.links[0]?.index ?? 0) + (from.index < to.index ? 0 : 1);
  }
  return columns;
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
export function assertRoutes(
  { cores }: Machine,
  hops: readonly FabricHop[],
  { from, to, latency }: HopColumns,
  routes: Routes,
): void {
  const online = cores.map((core) => core.online);
  const [fault] = verifyRoutes({ ...routes, hops: { from, to, latency, linksOf: linksOf(hops) }, online });
  invariant(fault === undefined, `The routes are wrong: ${JSON.stringify(fault)}.`);
}
