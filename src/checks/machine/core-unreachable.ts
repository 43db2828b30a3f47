import { buildDigraph, type Digraph } from "../../algorithms/digraph.ts";
import { computeStrongComponents } from "../../algorithms/strongly-connected.ts";
import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Core, Endpoint, Link, Machine, Part } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { linkToItself } from "./link-to-itself.ts";
import { enclosingParts } from "./places.ts";

/**
 * Every online core can send to every other, through coherence domains, over links, and by way of other cores. What
 * lies in a part is taken to reach all its ports: which core forwards to which is a matter of routing, that has the
 * last word.
 */
export const coreUnreachable: Check = {
  name: "core-unreachable",
  requires: [linkToItself],
  run({ machines }, report) {
    for (const machine of machines) if (!machine.incomplete) reportUnreachable(machine, report);
  },
};

function reportUnreachable(machine: Machine, report: CheckReport): void {
  const online = machine.cores.filter((core) => core.online);
  const [first] = online;
  if (first === undefined) return;
  const reach = buildReach(machine);
  const component = computeStrongComponents(reach.graph);
  const apart = online.filter((core) => component[core.index] !== component[first.index]);
  const [second] = apart;
  if (second !== undefined) report([machine], unreachable(machine, reach, first, second, apart.length - 1));
}

// ───────────────────────────── who reaches whom ─────────────────────────────

/**
 * Nodes: the cores by their index, then for each part its way out and its way in, then the coherence domains. A message
 * leaves a part by its way out and comes in by its way in, where its cores take it or, in a switch, the way out.
 */
interface Reach {
  readonly graph: Digraph;
  readonly wayOut: (end: Endpoint) => number | null;
  readonly wayIn: (end: Endpoint) => number | null;
}

function buildReach(machine: Machine): Reach {
  const firstPart = machine.cores.length;
  const firstDomain = firstPart + 2 * machine.parts.length;
  const outOf = (part: Part) => firstPart + 2 * part.index;
  const into = (part: Part) => outOf(part) + 1;
  const wayOut = (end: Endpoint) => nodeAt(end, outOf);
  const wayIn = (end: Endpoint) => nodeAt(end, into);
  const edges = [
    ...machine.parts.map((part) => [into(part), outOf(part)] as const),
    ...machine.cores.filter((core) => core.online).flatMap((core) => edgesOfCore(core, outOf, into)),
    ...switchEdges(machine, outOf, into),
    ...machine.links.flatMap((link) => edgesOfLink(link, wayOut, wayIn)),
    ...machine.coherences.flatMap(({ members, index }) =>
      members.filter((core) => core.online).flatMap((core) => bothWays(core.index, firstDomain + index)),
    ),
  ];
  const tails = edges.map(([tail]) => tail);
  const heads = edges.map(([, head]) => head);
  return { graph: buildDigraph(firstDomain + machine.coherences.length, tails, heads), wayOut, wayIn };
}

type Edge = readonly [tail: number, head: number];
type NodeOf = (part: Part) => number;

function bothWays(a: number, b: number): readonly Edge[] {
  return [
    [a, b],
    [b, a],
  ];
}

function nodeAt(end: Endpoint, ofPart: NodeOf): number | null {
  if (end.kind === "device") return null;
  return end.kind === "core" ? end.core.index : ofPart(end.port.part);
}

function edgesOfCore(core: Core, outOf: NodeOf, into: NodeOf): readonly Edge[] {
  return enclosingParts(core.part).flatMap((part): readonly Edge[] => [
    [core.index, outOf(part)],
    [into(part), core.index],
  ]);
}

/** A part without cores of its own serves those right next to it: a bridge in a package of cores. */
function switchEdges(machine: Machine, outOf: NodeOf, into: NodeOf): readonly Edge[] {
  const populated = new Set(machine.cores.flatMap((core) => enclosingParts(core.part)));
  const holdsCores = new Set(machine.cores.map((core) => core.part));
  return machine.parts.flatMap((part): readonly Edge[] => {
    if (populated.has(part)) return [];
    const around = enclosingParts(part).find((outer) => populated.has(outer));
    if (around === undefined || !holdsCores.has(around)) return [];
    return [
      [outOf(around), outOf(part)],
      [into(part), into(around)],
    ];
  });
}

function edgesOfLink(link: Link, wayOut: Reach["wayOut"], wayIn: Reach["wayIn"]): readonly Edge[] {
  const there = edgeBetween(wayOut(link.from), wayIn(link.to));
  return link.direction === "oneWay" ? there : [...there, ...edgeBetween(wayOut(link.to), wayIn(link.from))];
}

function edgeBetween(tail: number | null, head: number | null): readonly Edge[] {
  return tail === null || head === null ? [] : [[tail, head]];
}

function reachedFrom(graph: Digraph, start: number): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const node of reached) {
    const end = graph.firstSlot[node + 1] ?? 0;
    for (let slot = graph.firstSlot[node] ?? 0; slot < end; slot++) reached.add(graph.head[slot] ?? node);
  }
  return reached;
}

// ───────────────────────────── what to say ─────────────────────────────

function unreachable(machine: Machine, reach: Reach, first: Core, second: Core, others: number): Diagnostic {
  const isReached = reachedFrom(reach.graph, first.index).has(second.index);
  const [from, to] = isReached ? [second, first] : [first, second];
  const oneWay = oneWayInto(machine, reach, from);
  const facts = { from: from.path, to: to.path, others, oneWay: oneWay?.path ?? null };
  const related = [
    ...(oneWay === null ? [] : [{ span: oneWay.span, message: `\`${oneWay.path}\` leads only one way` }]),
    { span: from.span, message: `\`${from.path}\` is declared here` },
  ];
  return diagnose(machineDiagnostics.coreUnreachable, spanOf(second, first), facts, { related });
}

/** A one-way link that leads to where `from` can get, from where it cannot: the other way round it would help. */
function oneWayInto(machine: Machine, reach: Reach, from: Core): Link | null {
  const reached = reachedFrom(reach.graph, from.index);
  const leadsBack = (link: Link) => {
    const [source, target] = [reach.wayIn(link.from), reach.wayOut(link.to)];
    return source !== null && target !== null && reached.has(target) && !reached.has(source);
  };
  return machine.links.find((link) => link.direction === "oneWay" && leadsBack(link)) ?? null;
}

/** Where the two cores part company: the outermost part that holds only the one, else the core itself. */
function spanOf(core: Core, other: Core) {
  const around = new Set(enclosingParts(other.part));
  const own = enclosingParts(core.part).filter((part) => !around.has(part));
  return (own.at(-1) ?? core).span;
}
