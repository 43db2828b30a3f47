/** Systems that are booted to be measured, and whose descriptions would say no more than this. */
import { blockRingBytes } from "../../src/runtime/channel/block-ring.ts";
import { ringBytes } from "../../src/runtime/channel/slot.ts";
import type { BootConfiguration, BootProgram, BootState } from "../../src/runtime/kernel/boot-configuration.ts";
import { encodeRouteTable } from "../../src/runtime/kernel/routes/route-table-bytes.ts";

import { protocols } from "./order.ts";

export interface BenchSystem {
  readonly configuration: BootConfiguration;
  readonly routes: Uint8Array;
}

export const slots = 256;
export const blocks = 16;
const blockBytes = 4160;

/**
 * An echo on core 0 and its client on core 1. `others` more kernels, which do nothing, have channels to and from core 0:
 * it has to look at theirs as well.
 */
export function echoSystem(others: number): BenchSystem {
  const cores = others + 2;
  const rings = Array.from({ length: cores - 1 }, (_, index) => [
    [0, index + 1] as const,
    [index + 1, 0] as const,
  ]).flat();
  return systemOf("bench", cores, rings, [
    { name: "echo", kind: "service", core: 0, instance: 0, instances: 1, uses: [] },
    { name: "echoInPlace", kind: "service", core: 0, instance: 0, instances: 1, uses: [] },
    {
      ...{ name: "main", kind: "client", core: 1, instance: 0, instances: 1 },
      uses: ["echo", "echoInPlace"].map((service) => ({ service, instance: 0 })),
    },
  ]);
}

/** An echo on core 0, its client on core 1, and objects that have replicas on both, led by the client's. */
export function agreeingSystem(): BenchSystem {
  const rings = [[0, 1] as const, [1, 0] as const];
  const states = protocols.map((protocol): BootState => {
    const isSet = protocol === "shootdown";
    return {
      ...{ name: protocol, kind: isSet ? "set" : "counter", protocol, replicas: [0, 1], leader: 1 },
      tree: { cores: [1, 0], parents: [-1, 0] },
      ...{ keyBytes: isSet ? 4 : 0, valueBytes: 0, capacity: isSet ? 64 : 1 },
      ...{ commandBytes: 48, snapshotBytes: 4096, replicaBytes: 16_384, leaseMilliseconds: null },
      users: [{ program: "agreeing", instance: 0, core: 1, replica: 1 }],
    };
  });
  const programs: readonly BootProgram[] = [
    { name: "echo", kind: "service", core: 0, instance: 0, instances: 1, uses: [] },
    {
      ...{ name: "agreeing", kind: "client", core: 1, instance: 0, instances: 1 },
      uses: [{ service: "echo", instance: 0 }],
    },
  ];
  const { configuration, routes } = systemOf("agreeing", 2, rings, programs);
  return { configuration: { ...configuration, states }, routes };
}

/** Clients on the odd cores, each with an echo of its own on the core before. */
export function crowdSystem(pairs: number): BenchSystem {
  const rings = Array.from({ length: pairs }, (_, pair) => [
    [2 * pair, 2 * pair + 1] as const,
    [2 * pair + 1, 2 * pair] as const,
    // A ring of pairs: kernels without a way to each other do not boot as one system.
    [2 * pair, (2 * pair + 2) % (2 * pairs)] as const,
    [(2 * pair + 2) % (2 * pairs), 2 * pair] as const,
  ]).flat();
  const programs = Array.from({ length: pairs }, (_, pair): BootProgram[] => [
    { name: "echo", kind: "service", core: 2 * pair, instance: pair, instances: pairs, uses: [] },
    {
      ...{ name: "caller", kind: "client", core: 2 * pair + 1, instance: pair, instances: pairs },
      uses: [{ service: "echo", instance: pair }],
    },
  ]);
  return systemOf("crowd", 2 * pairs, rings, programs.flat());
}

function systemOf(
  name: string,
  cores: number,
  rings: readonly (readonly [from: number, to: number])[],
  programs: readonly BootProgram[],
): BenchSystem {
  const place = { slots, slotBytes: 64, latency: 0, virtualChannel: 0 };
  const bytes = ringBytes(slots, 64);
  const bulkAt = rings.length * bytes;
  const takesBulk = programs.some(({ name }) => name === "main");
  const configuration: BootConfiguration = {
    format: "skerry-boot",
    version: 1,
    name,
    cores: Array.from({ length: cores }, (_, core) => ({ name: `cpu[${core}]`, clock: 1e9, osIndex: core })),
    bootCore: 0,
    order: Array.from({ length: cores }, (_, core) => core),
    virtualChannels: 1,
    channels: rings.map(([from, to], index) => ({ ...place, from, to, offset: index * bytes })),
    bulk: takesBulk
      ? [
          {
            ...{ program: "main", instance: 0, service: "echo", serviceInstance: 0, direction: "request" },
            ...{ from: 1, to: 0, blocks, blockBytes, offset: bulkAt },
          },
        ]
      : [],
    pools: [],
    segmentBytes: bulkAt + (takesBulk ? blockRingBytes(blocks, blockBytes) : 0),
    window: 128,
    programs,
  };
  return { configuration, routes: routesOf(cores, rings) };
}

/** The fewest hops, breadth first. */
function routesOf(cores: number, rings: readonly (readonly [number, number])[]): Uint8Array {
  const neighbours = Array.from({ length: cores }, (_, core) =>
    rings.filter(([from]) => from === core).map(([, to]) => to),
  );
  const next = neighbours.map((_, from) => {
    const first = new Array<number>(cores).fill(from);
    const seen = new Set([from]);
    const queue = [from];
    for (const at of queue) {
      for (const to of neighbours[at] ?? []) {
        if (seen.has(to)) continue;
        seen.add(to);
        first[to] = at === from ? to : (first[at] as number);
        queue.push(to);
      }
    }
    return first;
  });
  return encodeRouteTable(
    1,
    next.map((row) => row.map(() => 0)),
    next,
  );
}
