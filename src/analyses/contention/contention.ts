import type { Machine } from "../../model/machine.ts";
import { linkGraphOf } from "../latency/link-graph.ts";
import type { FabricHop } from "../routing/fabric.ts";
import { bandwidthOf, bytesOn, type Carrier, carrierKey, carriersOf, leastSlotBytes, slotBytesOf } from "./carriers.ts";
import type { Content, Contents } from "./message-bytes.ts";
import { longestInSlots, type Pass, passesOf, type Stores } from "./stores.ts";
import { demandOf, meanWait, type Stream } from "./waiting.ts";

/** What one copy of a program asks of one copy of a service. */
export interface Flow {
  /** Cores by number: of the program and of the service. */
  readonly program: number;
  readonly service: number;
  /** How often, in hertz. */
  readonly rate: number;
  readonly contents: Contents;
  /** Whether long messages lie in blocks, of which a slot only tells: to the service, and to the client. */
  readonly blocks: { readonly toService: boolean; readonly toClient: boolean };
  /** Absent: nothing lies in memories that anybody accounts for. */
  readonly stores?: Stores;
}

/** A message between cores, by number. One that is broadcast is for several, and goes once over all that leads to them. */
export interface Sent {
  readonly from: number;
  readonly to: readonly number[];
  readonly bytes: number;
}

/** Messages that go together, each by its own route, so often: those of an agreement. */
export interface Exchange {
  /** How often, in hertz. */
  readonly rate: number;
  readonly sent: readonly Sent[];
}

/** Everything that goes over one carrier. */
export interface Load {
  readonly carrier: Carrier;
  /** Bytes per second. */
  readonly demand: number;
  /** Demand over bandwidth; null when the description states no bandwidth. */
  readonly utilisation: number | null;
  /** Mean picoseconds that a message waits for others; `Infinity` from a utilisation of 1; null without a bandwidth. */
  readonly wait: number | null;
  /** By flow, its bytes per second, most first; exchanges are numbered behind the flows. */
  readonly filledBy: readonly { readonly flow: number; readonly demand: number }[];
}

export interface ContentionInput {
  readonly machine: Machine;
  readonly hops: readonly FabricHop[];
  /** The neighbour that a message from one core to another goes to first; -1 where none leads there. */
  readonly nextHop: (from: number, to: number) => number;
  readonly flows: readonly Flow[];
  readonly exchanges?: readonly Exchange[];
}

/** Bytes of payload of a slot. */
const slotPayload = 40;

interface Passing extends Stream {
  readonly flow: number;
}

export interface Contention {
  /** Highest utilisation first, then highest demand; what carries nothing is not listed. */
  readonly loads: readonly Load[];
  /** By flow: how long its messages wait for others on their way, in picoseconds. */
  readonly waits: readonly Waits[];
  /** From one core to a neighbour: how long a message waits for others on that hop, in picoseconds. */
  readonly waitOnHop: (from: number, to: number) => number;
}

/** What states no bandwidth adds nothing. */
export interface Waits {
  readonly toService: number;
  readonly toClient: number;
}

/**
 * What the flows put on every link and between caches, along the routes, and on memories. A hop moves whole slots, the lines of a block
 * or region, and a link whole units of transfer of each. Flow control is left out: of slots, a line for every quarter
 * of a ring.
 */
export function computeContention(input: ContentionInput): Contention {
  const hopOf = indexHops(input);
  const ways = findWays(input, hopOf);
  const passing = new Map<string, { readonly carrier: Carrier; readonly streams: Passing[] }>();
  const add = (carrier: Carrier, stream: Passing) => {
    const known = passing.get(carrierKey(carrier)) ?? { carrier, streams: [] };
    passing.set(carrierKey(carrier), known);
    known.streams.push(stream);
  };
  for (const { flow, rate, hops } of ways) {
    for (const { carrier, bytes } of hops) add(carrier, { flow, rate, bytes });
  }
  input.flows.forEach((flow, index) => {
    for (const { carrier, bytes } of storedBy(flow, input.machine))
      add(carrier, { flow: index, rate: flow.rate, bytes });
  });
  const loads = [...passing.values()].map(({ carrier, streams }) => loadOf(carrier, streams)).sort(busiestFirst);
  const waitOn = new Map(loads.map(({ carrier, wait }) => [carrierKey(carrier), wait ?? 0]));
  return { loads, waits: waitsAlong(ways, waitOn, input.flows.length), waitOnHop: waitOver(input, hopOf, waitOn) };
}

function waitOver({ machine }: ContentionInput, hopOf: HopBetween, waitOn: WaitOn): Contention["waitOnHop"] {
  const { population } = linkGraphOf(machine);
  return (from, to) => {
    const hop = hopOf(from, to);
    return hop === undefined ? 0 : sumOfWaits(carriersOf(hop, population), waitOn);
  };
}

/** By the key of a carrier, in picoseconds. */
type WaitOn = ReadonlyMap<string, number>;

function sumOfWaits(carriers: readonly Carrier[], waitOn: WaitOn): number {
  return carriers.reduce((sum, carrier) => sum + (waitOn.get(carrierKey(carrier)) ?? 0), 0);
}

function storedBy({ contents, stores, service }: Flow, machine: Machine): readonly Pass[] {
  const lineBytes = Math.max(leastSlotBytes, machine.cores[service]?.isa.lineBytes ?? 0);
  return stores === undefined ? [] : passesOf(contents, stores, lineBytes, machine);
}

/** What goes one way, with what it goes over. */
interface Way {
  /** Its number; that of an exchange is behind those of all flows. */
  readonly flow: number;
  readonly rate: number;
  /** Null for what is of an exchange. */
  readonly direction: "toService" | "toClient" | null;
  readonly hops: readonly { readonly carrier: Carrier; readonly bytes: number }[];
}

function findWays(input: ContentionInput, hopOf: HopBetween): readonly Way[] {
  const { population } = linkGraphOf(input.machine);
  const { flows, exchanges = [] } = input;
  const over = (from: number, to: number, contents: readonly Content[], hasBlocks: boolean): Way["hops"] =>
    wayBetween(from, to, input, hopOf).flatMap((hop) =>
      carriersOf(hop, population).map((carrier) => {
        return { carrier, bytes: bytesOver(carrier, contents, hasBlocks, slotBytesOf(hop)) };
      }),
    );
  const ofFlows = flows.flatMap((flow, index) =>
    bothWays(flow).map(({ direction, from, to, contents, hasBlocks }): Way => {
      return { flow: index, rate: flow.rate, direction, hops: over(from, to, contents, hasBlocks) };
    }),
  );
  const ofExchanges = exchanges.flatMap(({ rate, sent }, index) =>
    sent.map(({ from, to, bytes }): Way => {
      const hops = to.flatMap((core) => over(from, core, [{ kind: "message", bytes }], false));
      return { flow: flows.length + index, rate, direction: null, hops: to.length === 1 ? hops : onceEach(hops) };
    }),
  );
  return [...ofFlows, ...ofExchanges];
}

function onceEach(hops: Way["hops"]): Way["hops"] {
  return [...new Map(hops.map((hop) => [carrierKey(hop.carrier), hop])).values()];
}

function waitsAlong(ways: readonly Way[], waitOn: WaitOn, count: number): readonly Waits[] {
  const waits = Array.from({ length: count }, () => ({ toService: 0, toClient: 0 }));
  for (const { flow, direction, hops } of ways) {
    const sums = waits[flow];
    if (sums === undefined || direction === null) continue;
    sums[direction] = sumOfWaits(
      hops.map(({ carrier }) => carrier),
      waitOn,
    );
  }
  return waits;
}

function bothWays({ program, service, contents, blocks }: Flow): readonly OneWay[] {
  const { toService, toClient } = blocks;
  return [
    oneWay("toService", [program, service], contents.toService, toService),
    oneWay("toClient", [service, program], contents.toClient, toClient),
  ].filter((one) => one.contents.length > 0);
}

function oneWay(
  direction: OneWay["direction"],
  [from, to]: readonly [number, number],
  contents: readonly Content[],
  hasBlocks: boolean,
): OneWay {
  return { direction, from, to, contents, hasBlocks };
}

interface OneWay {
  readonly direction: "toService" | "toClient";
  readonly from: number;
  readonly to: number;
  readonly contents: readonly Content[];
  readonly hasBlocks: boolean;
}

type HopBetween = (from: number, to: number) => FabricHop | undefined;

function indexHops({ machine, hops, flows, exchanges = [] }: ContentionInput): HopBetween {
  const index = new Map<number, FabricHop>();
  const count = machine.cores.length;
  if (flows.length + exchanges.length > 0)
    for (const hop of hops) index.set(hop.from.index * count + hop.to.index, hop);
  return (from, to) => index.get(from * count + to);
}

/** The hops of the route; none where there is no route. */
function wayBetween(
  from: number,
  to: number,
  { nextHop, machine }: Pick<ContentionInput, "nextHop" | "machine">,
  hopOf: HopBetween,
): readonly FabricHop[] {
  const hops: FabricHop[] = [];
  for (let here = from; here !== to && hops.length < machine.cores.length; ) {
    const hop = hopOf(here, nextHop(here, to));
    if (hop === undefined) return [];
    hops.push(hop);
    here = hop.to.index;
  }
  return hops;
}

function bytesOver(carrier: Carrier, contents: readonly Content[], hasBlocks: boolean, slotBytes: number): number {
  const line = bytesOn(carrier, slotBytes);
  return contents.reduce((sum, content) => sum + line * linesOf(content, hasBlocks, slotBytes), 0);
}

/** Slots, and lines of memory. */
function linesOf({ kind, bytes }: Content, hasBlocks: boolean, lineBytes: number): number {
  if (kind === "regions") return Math.ceil(bytes / lineBytes);
  if (hasBlocks && bytes > longestInSlots) return 1 + Math.ceil(bytes / lineBytes);
  return Math.max(1, Math.ceil(bytes / slotPayload));
}

function loadOf(carrier: Carrier, streams: readonly Passing[]): Load {
  const bandwidth = bandwidthOf(carrier);
  const demand = demandOf(streams);
  const byFlow = new Map<number, number>();
  for (const stream of streams) byFlow.set(stream.flow, (byFlow.get(stream.flow) ?? 0) + demandOf([stream]));
  return {
    carrier,
    demand,
    utilisation: bandwidth === null ? null : demand / bandwidth,
    wait: bandwidth === null ? null : meanWait(streams, bandwidth),
    filledBy: [...byFlow]
      .map(([flow, share]) => ({ flow, demand: share }))
      .sort((a, b) => b.demand - a.demand || a.flow - b.flow),
  };
}

function busiestFirst(a: Load, b: Load): number {
  const order = (b.utilisation ?? -1) - (a.utilisation ?? -1) || b.demand - a.demand;
  return order !== 0 ? order : compare(carrierKey(a.carrier), carrierKey(b.carrier));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
