/**
 * 64 services on 128 cores: eight applications of seven services that mostly talk among themselves, each to one of eight
 * drivers, which lie by their memories. The limit is what every placement costs at least, as the solver has proven it.
 */
import { loadHighs } from "../../src/algorithms/highs.ts";
import { type Decision, decide } from "../../src/analyses/placement/decide.ts";
import type { System } from "../../src/model/deployment.ts";
import { compile } from "../../src/pipeline.ts";
import { readRoutes } from "../../src/plan/read-routes.ts";
import { type BenchRow, median } from "../row.ts";

const rounds = 3;
const [applications, servicesOfEach, drivers] = [8, 7, 8];

/** Two sockets of four nodes of two dies of eight cores. */
const machine = `isa amd64 { word 64 bits }
die Ccd { core cpu[8]: amd64 @ 2 GHz; coherence between cpu[*]: latency 25 ns }
cluster Node { die ccd[2]: Ccd; memory dram: 32 GiB; coherence between ccd[*].cpu[*]: latency 85 ns }
package Socket { cluster node[4]: Node; coherence between node[*].ccd[*].cpu[*]: latency 110 ns }
machine server {
  package p[2]: Socket
  coherence between p[*].node[*].ccd[*].cpu[*]: latency 220 ns
}
interface Any { message write(text: string<8>) }
`;

export async function timePlacement(): Promise<readonly BenchRow[]> {
  const text = `${machine}system site on server {\n${describeServices().join("\n")}\n}\n`;
  const { product } = compile(["site.skerry"], { read: () => ({ kind: "text", text }) });
  const [system] = product.description.systems;
  if (system === undefined || product.plan?.routes == null) throw new Error("The system does not compile.");
  const { latency } = readRoutes(product.plan.routes);
  const solver = await loadHighs();
  const exact = race(system, (each) => decide(each, latency, solver));
  const heuristic = race(system, (each) => decide(each, latency, null));
  const { time } = exact.decision.cost;
  const { standing } = exact.decision;
  const bound = standing.kind === "heuristic" ? time * (1 - (standing.gap ?? 1)) : time;
  const what = "placement of 64 services on 128 cores";
  return [
    {
      what: `${what}: microseconds of all messages; limit: what every placement costs, proven`,
      unit: "µs",
      skerry: time / 1e6,
      limit: bound / 1e6,
      peers: { "without the solver": heuristic.decision.cost.time / 1e6 },
      ratioToLimit: time / bound,
    },
    {
      what: `${what}: until it is ${standing.kind === "best" ? "proven to be the best" : "given up to prove it"}`,
      unit: "ms",
      skerry: exact.milliseconds,
      limit: null,
      peers: { "without the solver": heuristic.milliseconds },
      ratioToLimit: null,
    },
  ];
}

function describeServices(): readonly string[] {
  const next = random(1);
  const names = Array.from({ length: drivers }, (_, at) => `driver${at}`);
  const lines = names.map((name, at) => service(name, `near p[${at >> 2}].node[${at & 3}].dram`));
  for (let application = 0; application < applications; application++) {
    const driver = names[next(drivers)] ?? "";
    for (let at = 0; at < servicesOfEach; at++) {
      const uses = new Set<string>();
      if (at > 0) uses.add(`a${application}s${next(at)}`);
      if (at > 1 && next(3) === 0) uses.add(`a${application}s${next(at)}`);
      if (at === 0 || next(6) === 0) uses.add(driver);
      lines.push(service(`a${application}s${at}`, `uses ${[...uses].join(", ")}`));
    }
  }
  return lines;
}

function service(name: string, clauses: string): string {
  return `  service ${name}: Any = "./${name}.ts" ${clauses}`;
}

/** A linear congruential generator: numbers from 0 up to a limit. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

interface Raced {
  readonly decision: Decision;
  readonly milliseconds: number;
}

function race(system: System, place: (system: System) => Decision | null): Raced {
  const times: number[] = [];
  let decision: Decision | null = null;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    decision = place(system);
    times.push(performance.now() - start);
  }
  if (decision === null) throw new Error("The services find no place.");
  return { decision, milliseconds: median(times) };
}
