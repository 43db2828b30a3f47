/**
 * Look-ups of addresses in the view of an initiator, as emulators, debuggers and kernels do them. The limit is a binary
 * search over nothing but the starts of the regions, as doubles; exact ones as 64-bit integers stand beside it.
 */

import { IntervalMap } from "../../src/algorithms/interval-map.ts";
import { DecodingNet } from "../../src/analyses/decoding/net.ts";
import { resolveAddress } from "../../src/analyses/decoding/resolve-address.ts";
import { unfold } from "../../src/analyses/decoding/unfold.ts";
import type { Core } from "../../src/model/machine.ts";
import { compile } from "../../src/pipeline.ts";
import { type BenchRow, median } from "../row.ts";

const regions = 1000;
const lookups = 200_000;
const rounds = 9;
/** Bytes from one region to the next; half of them are a hole. */
const stride = 0x2_0000;

/** A bus with many banks of registers, behind a window of what the core sees. */
const description = `isa arm { word 64 bits }
device Bank { registers ${stride / 2} B }
machine many {
  core cpu: arm @ 1 GHz, sees view
  device bank[${regions}]: Bank at cpu
  space view: 48 bits { map 0x10_0000_0000 size 4 GiB to bus }
  space bus: 32 bits { for i in 0..${regions - 1} { map i * ${stride} to bank[i] } }
}
`;

export function timeDecoding(): readonly BenchRow[] {
  const cpu = theCore();
  const view = cpu.sees?.space;
  if (view === undefined) throw new Error("The core sees nothing.");
  const net = new DecodingNet();
  const { ranges } = unfold(net, cpu, view);
  const flat = new IntervalMap(ranges);
  const doubles = Float64Array.from(ranges, ({ from }) => Number(from));
  const integers = BigUint64Array.from(ranges, ({ from }) => from);
  const addresses = someAddresses();
  const numbers = addresses.map(Number);
  const contenders = {
    skerry: () => count(addresses, (address) => flat.find(address) !== null),
    net: () => count(addresses, (address) => resolveAddress(net, cpu, view, address).end.kind === "accepted"),
    limit: () => count(numbers, (address) => address - (doubles[lastStart(doubles, address)] ?? 0) < stride / 2),
    integers: () =>
      count(addresses, (address) => address - (integers[lastStart(integers, address)] ?? 0n) < stride / 2),
  };
  const rates = race(contenders);
  const row = { unit: "lookups/s", limit: rates.limit } as const;
  return [
    {
      ...row,
      what: `address decoding, in the view of a core, ${regions} regions; limit: binary search over a bare Float64Array`,
      skerry: rates.skerry,
      peers: { "over a BigUint64Array": rates.integers },
      ratioToLimit: rates.limit / rates.skerry,
    },
    {
      ...row,
      what: "address decoding, map by map through the net, with the chain; the same limit",
      skerry: rates.net,
      peers: {},
      ratioToLimit: rates.limit / rates.net,
    },
  ];
}

function theCore(): Core {
  const { product } = compile(["many.skerry"], { read: () => ({ kind: "text", text: description }) });
  const core = product.description.machines[0]?.cores[0];
  if (core === undefined) throw new Error("The description has no core.");
  return core;
}

/** Half of them in holes, in no order that a cache could like. */
function someAddresses(): readonly bigint[] {
  let state = 1;
  return Array.from({ length: lookups }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 0x10_0000_0000n + (BigInt(state) % BigInt(regions * stride));
  });
}

function count<Address>(addresses: readonly Address[], isMapped: (address: Address) => boolean): number {
  let mapped = 0;
  for (const address of addresses) if (isMapped(address)) mapped++;
  return mapped;
}

function lastStart(starts: Float64Array, address: number): number;
function lastStart(starts: BigUint64Array, address: bigint): number;
function lastStart(starts: Float64Array | BigUint64Array, address: number | bigint): number {
  let low = 0;
  for (let high = starts.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Look-ups a second of each, in turn; all have to agree on how many addresses are mapped. */
function race<Name extends string>(contenders: Readonly<Record<Name, () => number>>): Readonly<Record<Name, number>>;
function race(contenders: Readonly<Record<string, () => number>>): Readonly<Record<string, number>> {
  const times = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  const answers = new Set<number>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, look] of Object.entries(contenders)) {
      const start = performance.now();
      answers.add(look());
      times.get(name)?.push(performance.now() - start);
    }
  }
  if (answers.size !== 1) throw new Error(`They do not agree on what is mapped: ${[...answers].join(", ")}.`);
  return Object.fromEntries([...times].map(([name, each]) => [name, (lookups * 1000) / median(each)]));
}
