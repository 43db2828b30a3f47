import type { Carrier } from "../../analyses/contention/carriers.ts";
import { computeContention, type Flow, type Load, type Waits } from "../../analyses/contention/contention.ts";
import { contentsOf } from "../../analyses/contention/message-bytes.ts";
import type { DeviceBuffer, Stopover } from "../../analyses/contention/stores.ts";
import type { FabricHop } from "../../analyses/routing/fabric.ts";
import type { TreeCosts } from "../../analyses/trees/tree.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Program, System } from "../../model/deployment.ts";
import type { Machine } from "../../model/machine.ts";
import type { Boot, BulkRing, PlanFlow, PlanLoad, PlanProgram, PlanSystem, PlanTraffic } from "../plan.ts";
import { buildStateFlows, listStateExchanges, type Share } from "./state-traffic.ts";

export interface TrafficInput {
  readonly system: System | null;
  readonly placed: PlanSystem | null;
  readonly hops: readonly FabricHop[];
  /** The neighbour that a message from one core to another goes to first; -1 where none leads there. */
  readonly nextHop: (from: number, to: number) => number;
  readonly boot: Pick<Boot, "bulk" | "pools">;
  readonly costs: TreeCosts;
}

/** What the programs say that they do, and what that puts on the machine; null when none says anything. */
export function buildTraffic(input: TrafficInput): PlanTraffic | null {
  const { system, placed, hops, nextHop } = input;
  if (system === null || placed === null) return null;
  const pairs = [...pair(system.services, placed.services), ...pair(system.clients, placed.clients)];
  const found = pairs.flatMap(([program, built]) => flowsOf(program, built, system, placed, input));
  const asked = listStateExchanges(system, placed, input.costs);
  if (found.length === 0 && asked.length === 0) return null;
  const flows = found.map(({ flow }) => flow);
  const exchanges = asked.map(({ exchange }) => exchange);
  const { machine } = system;
  const { loads, waits, waitOnHop } = computeContention({ machine, hops, nextHop, flows, exchanges });
  const plan = found.map((one, index) => ({ ...one.plan, waits: buildWaits(waits[index]) }));
  const shares = [
    ...plan.map(({ program, service, opcode }): Share => ({ program, service, opcode })),
    ...asked.map(({ share }) => share),
  ];
  const stateFlows = buildStateFlows(system, placed, input.costs, waitOnHop);
  return {
    flows: plan,
    ...(stateFlows.length === 0 ? {} : { stateFlows }),
    loads: loads.map((load) => buildLoad(load, shares)),
  };
}

function pair(
  programs: readonly Program[],
  built: readonly PlanProgram[],
): readonly (readonly [Program, PlanProgram])[] {
  return programs.map((program, index) => {
    const one = built[index];
    invariant(one?.name === program.name, `${program.name} is not where it should be in the plan.`);
    return [program, one];
  });
}

interface Found {
  readonly flow: Flow;
  readonly plan: Omit<PlanFlow, "waits">;
}

function flowsOf(
  program: Program,
  { instances, uses }: PlanProgram,
  { services, machine }: System,
  placed: PlanSystem,
  { boot }: TrafficInput,
): readonly Found[] {
  return program.traffic.flatMap((traffic) =>
    instances.map(({ core, bindings }, instance): Found => {
      const index = services.indexOf(traffic.service);
      const serviceInstance = bindings[uses.indexOf(index)] ?? 0;
      const service = placed.services[index]?.instances[serviceInstance]?.core;
      invariant(service !== undefined, `${program.name} is bound to what is not in the plan.`);
      const ends = { program: program.name, instance, service: traffic.service.name, serviceInstance };
      const contents = contentsOf(traffic);
      const [toService, toClient] = [ringOf(ends, "request", boot), ringOf(ends, "reply", boot)];
      const flow: Flow = {
        ...{ program: core, service, rate: traffic.rate, contents },
        blocks: { toService: toService !== null, toClient: toClient !== null },
        stores: {
          toService: stopover(toService, core, boot, machine),
          toClient: stopover(toClient, service, boot, machine),
          buffers: deviceBuffers(traffic.service, serviceInstance, machine, placed),
        },
      };
      const size = traffic.size?.bytes ?? null;
      return {
        flow,
        plan: { ...ends, opcode: traffic.operation.identity, from: core, to: service, rate: traffic.rate, size },
      };
    }),
  );
}

type Ends = Pick<PlanFlow, "program" | "instance" | "service" | "serviceInstance">;

function ringOf(ends: Ends, direction: "request" | "reply", { bulk }: TrafficInput["boot"]): BulkRing | null {
  const isOf = (ring: BulkRing) =>
    ring.direction === direction &&
    ring.program === ends.program &&
    ring.instance === ends.instance &&
    ring.service === ends.service &&
    ring.serviceInstance === ends.serviceInstance;
  return bulk.find(isOf) ?? null;
}

/** Regions lie in the pool of whoever passes them. */
function stopover(ring: BulkRing | null, sender: number, { pools }: TrafficInput["boot"], machine: Machine): Stopover {
  const memoryAt = (index: number | null | undefined) => machine.memories[index ?? -1] ?? null;
  return { blocks: memoryAt(ring?.memory), regions: memoryAt(pools.find(({ core }) => core === sender)?.memory) };
}

function deviceBuffers(
  service: Program,
  instance: number,
  { memories, cores }: Machine,
  placed: PlanSystem,
): readonly DeviceBuffer[] {
  const coresOf = (name: string) =>
    [...placed.services, ...placed.clients]
      .filter((program) => program.name === name)
      .flatMap(({ instances }) => instances.flatMap(({ core }) => cores[core] ?? []));
  const own = placed.services.find(({ name }) => name === service.name)?.instances[instance];
  const core = cores[own?.core ?? -1] ?? null;
  return service.buffers.flatMap(({ device, forwarded, readers }, at): readonly DeviceBuffer[] => {
    const memory = memories[own?.buffers[at]?.memory ?? -1];
    if (device === null || memory === undefined || core === null) return [];
    const reading = readers.length === 0 ? [core] : readers.flatMap(({ program }) => coresOf(program));
    return [{ device: device.device, memory, readers: forwarded ? [] : reading, filler: forwarded ? null : core }];
  });
}

function buildWaits(waits: Waits | undefined): PlanFlow["waits"] {
  return { toService: wholeOrNull(waits?.toService ?? 0), toClient: wholeOrNull(waits?.toClient ?? 0) };
}

function wholeOrNull(picoseconds: number | null): number | null {
  return picoseconds === null || !Number.isFinite(picoseconds) ? null : Math.round(picoseconds);
}

/** Whole bytes and picoseconds; shares to six decimals. */
function buildLoad({ carrier, demand, utilisation, wait, filledBy }: Load, shares: readonly Share[]): PlanLoad {
  return {
    carrier: buildCarrier(carrier),
    demand: Math.round(demand),
    utilisation: utilisation === null ? null : Number(utilisation.toFixed(6)),
    wait: wholeOrNull(wait),
    filledBy: joinShares(filledBy, shares),
  };
}

function buildCarrier(carrier: Carrier): PlanLoad["carrier"] {
  if ("memory" in carrier) return { memory: carrier.memory.index };
  return "link" in carrier
    ? { link: carrier.link.index, direction: carrier.direction }
    : { coherence: carrier.domain.index, from: carrier.from.index, to: carrier.to.index };
}

/** All copies of a program that do the same are told together. */
function joinShares(filledBy: Load["filledBy"], shares: readonly Share[]): PlanLoad["filledBy"] {
  const joined = new Map<string, { readonly share: Share; demand: number }>();
  for (const { flow, demand } of filledBy) {
    const share = shares[flow];
    invariant(share !== undefined, "Somebody fills it whom nobody knows.");
    const key = JSON.stringify(share);
    const known = joined.get(key) ?? { share, demand: 0 };
    known.demand += demand;
    joined.set(key, known);
  }
  return [...joined.values()]
    .map(({ share, demand }) => ({ ...share, demand: Math.round(demand) }))
    .sort((a, b) => b.demand - a.demand);
}
