/** Routing on well-known networks beside OpenSM's engines: how long it takes, and what comes of it. */
import { buildHopGraph, columnsOf } from "../../src/analyses/routing/hop-graph.ts";
import { computeTrees, numberCodes, type RouteTrees } from "../../src/analyses/routing/route-trees.ts";
import type { BenchRow } from "../row.ts";
import { engines, missingPeers, routeByOpensm } from "./opensm.ts";
import { dragonfly, fatTree, hotos09, randomRegular, type Topology, torus } from "./topologies.ts";

const topologies = [
  hotos09,
  fatTree(8),
  torus(8, 8),
  torus(5, 5, 5),
  dragonfly(6, 3),
  randomRegular(64, 4),
  randomRegular(128, 6),
];

export async function compareRouting(): Promise<readonly BenchRow[]> {
  const missing = missingPeers();
  if (missing.length > 0)
    process.stderr.write(`Without ${missing.join(" and ")}: apt-get install opensm ibsim-utils.\n`);
  const rows: BenchRow[] = [];
  for (const topology of topologies) rows.push(...(await compareOn(topology, missing.length === 0)));
  return rows;
}

/** Of one way of routing; null where it does not say. */
interface Quality {
  readonly cpu: number;
  readonly lanes: number | null;
  /** Times the shortest. */
  readonly longest: number;
  readonly mean: number;
  /** Routes between hosts over one link, in one direction. */
  readonly maximum: number;
  readonly deviation: number;
}

async function compareOn(topology: Topology, hasPeers: boolean): Promise<readonly BenchRow[]> {
  const skerry = judgeSkerry(topology);
  const peers: Record<string, Quality> = {};
  for (const engine of hasPeers ? engines : []) {
    if (engine === "torus-2QoS" && topology.sides === undefined) continue;
    const routes = await routeByOpensm(topology, engine);
    if (routes === null) continue;
    const judged = judge(topology, routes.nextHop);
    if (judged !== null) peers[engine] = { ...judged, cpu: routes.cpu, lanes: routes.lanes };
  }
  const limits = { cpu: null, lanes: 1, longest: 1, mean: 1, maximum: meanLoad(topology), deviation: null };
  return columns.map(([name, what, unit]) => row(`${topology.name}: ${what}`, unit, name, skerry, peers, limits[name]));
}

const columns = [
  ["cpu", "CPU to route, of OpenSM the whole run", "ms"],
  ["lanes", "virtual lanes", "lanes"],
  ["longest", "longest path over the shortest", "times"],
  ["mean", "mean path over the shortest", "times"],
  ["maximum", "most routes over a link; limit: all as short and spread evenly", "routes"],
  ["deviation", "standard deviation of routes over a link", "routes"],
] as const satisfies readonly (readonly [keyof Quality, string, string])[];

function row(
  what: string,
  unit: string,
  name: keyof Quality,
  skerry: Quality,
  peers: Readonly<Record<string, Quality>>,
  limit: number | null,
): BenchRow {
  const own = skerry[name] ?? Number.NaN;
  const others = Object.entries(peers).flatMap(([peer, quality]) => {
    const value = quality[name];
    return value === null ? [] : [[peer, value] as const];
  });
  return {
    what,
    unit,
    skerry: own,
    limit,
    peers: Object.fromEntries(others),
    ratioToLimit: limit === null ? null : own / limit,
  };
}

function judgeSkerry(topology: Topology): Quality {
  const { switches, links, hosts } = topology;
  const hops = links.flatMap(([a, b]) => [
    { from: a, to: b, latency: 100 },
    { from: b, to: a, latency: 100 },
  ]);
  const before = process.cpuUsage();
  const graph = buildHopGraph(switches, columnsOf(hops));
  const weight = Float64Array.from(hosts);
  const { trees } = computeTrees(graph, { from: weight, to: weight, nodes: hosts.map((_, at) => [at]) });
  const { user, system } = process.cpuUsage(before);
  const places = placesOf(hosts);
  const judged = judge(topology, (at, host) => {
    const hop = trees[places[host] ?? -1]?.hop[at] ?? -1;
    return graph.to[hop] ?? -1;
  });
  if (judged === null) throw new Error(`Skerry does not route ${topology.name}.`);
  return { ...judged, cpu: (user + system) / 1000, lanes: countLanes(trees, hosts) };
}

/** Of routes that begin and end at hosts. */
function countLanes(trees: RouteTrees["trees"], hosts: readonly number[]): number {
  const between = trees.filter((_, to) => hosts[to] !== 0);
  return numberCodes(between.map(({ code }) => code.filter((_, at) => hosts[at] !== 0))).virtualChannels;
}

/** By host: its switch. */
function placesOf(hosts: readonly number[]): readonly number[] {
  return hosts.flatMap((count, at) => new Array<number>(count).fill(at));
}

/** Null when some route does not arrive. */
function judge(
  topology: Topology,
  nextHop: (at: number, host: number) => number,
): Omit<Quality, "cpu" | "lanes"> | null {
  const places = placesOf(topology.hosts);
  const load = new Map(topology.links.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]).map((link) => [link, 0]));
  const shortest = distances(topology);
  let [longest, sum, routes] = [1, 0, 0];
  for (const from of places) {
    for (const [host, to] of places.entries()) {
      if (from === to) continue;
      let [at, length] = [from, 0];
      for (; at !== to && length <= topology.switches; length++) {
        const next = nextHop(at, host);
        load.set(`${at} ${next}`, (load.get(`${at} ${next}`) ?? Number.NaN) + 1);
        at = next;
      }
      if (at !== to) return null;
      const ratio = length / (shortest[from]?.[to] ?? 1);
      [longest, sum, routes] = [Math.max(longest, ratio), sum + ratio, routes + 1];
    }
  }
  const loads = [...load.values()];
  const mean = loads.reduce((total, each) => total + each, 0) / loads.length;
  const deviation = Math.sqrt(loads.reduce((total, each) => total + (each - mean) ** 2, 0) / loads.length);
  return { longest, mean: sum / routes, maximum: Math.max(...loads), deviation };
}

/** What each link would carry if all routes were as short as can be and lay evenly: no table's fullest link has less. */
function meanLoad(topology: Topology): number {
  const shortest = distances(topology);
  const { hosts, links } = topology;
  let total = 0;
  hosts.forEach((count, from) => {
    hosts.forEach((other, to) => {
      total += count * other * (shortest[from]?.[to] ?? 0);
    });
  });
  return total / (2 * links.length);
}

function distances({ switches, links }: Topology): readonly (readonly number[])[] {
  const near = Array.from({ length: switches }, (): number[] => []);
  for (const [a, b] of links) {
    near[a]?.push(b);
    near[b]?.push(a);
  }
  return near.map((_, from) => {
    const distance = new Array<number>(switches).fill(-1);
    distance[from] = 0;
    const queue = [from];
    for (const at of queue) {
      for (const next of near[at] ?? []) {
        if (distance[next] !== -1) continue;
        distance[next] = (distance[at] ?? 0) + 1;
        queue.push(next);
      }
    }
    return distance;
  });
}
