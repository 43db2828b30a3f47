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
  const edges = new EdgeList();
  for (const part of machine.parts) edges.add(into(part), outOf(part));
  for (const core of machine.cores) if (core.online) addCore(core, outOf, into, edges);
  addSwitches(machine, outOf, into, edges);
  for (const link of machine.links) addLink(link, wayOut, wayIn, edges);
  for (const { members, index } of machine.coherences) {
    for (const core of members) if (core.online) edges.addBothWays(core.index, firstDomain + index);
  }
  const graph = buildDigraph(firstDomain + machine.coherences.length, edges.tails, edges.heads);
  return { graph, wayOut, wayIn };
}

/** By column: large machines have hundreds of thousands. */
class EdgeList {
  readonly tails: number[] = [];
  readonly heads: number[] = [];

  add(tail: number, head: number): void {
    this.tails.push(tail);
    this.heads.push(head);
  }

  addBothWays(a: number, b: number): void {
    this.add(a, b);
    this.add(b, a);
  }
}

type NodeOf = (part: Part) => number;

function nodeAt(end: Endpoint, ofPart: NodeOf): number | null {
  if (end.kind === "device") return null;
  return end.kind === "core" ? end.core.index : ofPart(end.port.part);
}

function addCore(core: Core, outOf: NodeOf, into: NodeOf, edges: EdgeList): void {
  for (let part: Part | null = core.part; part !== null; part = part.parent) {
    edges.add(core.index, outOf(part));
    edges.add(into(part), core.index);
  }
}

/** A part without cores of its own serves those right next to it: a bridge in a package of cores. */
function addSwitches(machine: Machine, outOf: NodeOf, into: NodeOf, edges: EdgeList): void {
  const holdsCores = new Set(machine.cores.map((core) => core.part));
  const populated = new Set([...holdsCores].flatMap(enclosingParts));
  for (const part of machine.parts) {
    if (populated.has(part)) continue;
    const around = enclosingParts(part).find((outer) => populated.has(outer));
    if (around === undefined || !holdsCores.has(around)) continue;
    edges.add(outOf(around), outOf(part));
    edges.add(into(part), into(around));
  }
}

function addLink(link: Link, wayOut: Reach["wayOut"], wayIn: Reach["wayIn"], edges: EdgeList): void {
  addBetween(wayOut(link.from), wayIn(link.to), edges);
  if (link.direction !== "oneWay") addBetween(wayOut(link.to), wayIn(link.from), edges);
}

function addBetween(tail: number | null, head: number | null, edges: EdgeList): void {
  if (tail !== null && head !== null) edges.add(tail, head);
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
