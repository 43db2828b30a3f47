/** Where in physical memory kernels and rings lie: each in the memory that the plan wants it in. */
import type { Boot, Channel, Plan } from "../../../plan/plan.ts";
import { countBytes } from "./count-bytes.ts";
import { countFrames } from "./count-frames.ts";
import type { Platform, PlatformNode, Range } from "./platform.ts";

/** Sorted by the core that reads it, and by the one that writes it. */
export interface QemuChannel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  readonly slots: number;
  readonly slotBytes: number;
  readonly address: number;
}

export type PlacedData =
  | {
      readonly kind: "placed";
      /** By core; absent for those offline. */
      readonly own: readonly (Range | undefined)[];
      readonly frames: readonly number[];
      readonly channels: readonly QemuChannel[];
    }
  /** Nodes whose memory is too small. */
  | { readonly kind: "full"; readonly nodes: readonly number[] };

/** Stack, tables, and what programs keep. */
const leastOwnBytes = 512 * 1024;
/** Of a frame that waits, with its place in a queue. */
const frameBytes = 80;
/** What a kernel knows of each other core: the way there and the way from there; on the boot core a question too. */
const bytesForEachCore = 32;
const bytesForEachAsker = 640;
const pageBytes = 4096;

/**
 * Everything that one core, or one pair of cores, may touch has a power of two of bytes and begins at a multiple of
 * that: so a single region of a memory protection unit covers it. All rings from one core to another are one such area.
 */
export function placeData(
  plan: Plan,
  boot: Boot,
  platform: Platform,
  nodes: readonly PlatformNode[],
  ranges: readonly (readonly Range[])[],
): PlacedData {
  const room = nodes.map((_, node) => new Room(ranges[node] ?? [], platform.dataFrom));
  const frames = countFrames(plan);
  const taken = countBytes(plan, boot);
  const own: (Range | undefined)[] = [];
  const coreCount = plan.machine?.cores.length ?? 0;
  const full = new Set<number>();
  const place = (node: number, bytes: number): number => {
    const address = room[node]?.take(bytes) ?? null;
    if (address === null) full.add(node);
    return address ?? 0;
  };
  for (const [node, { cores }] of nodes.entries()) {
    for (const { index } of cores) {
      const known = bytesForEachCore + (index === boot.bootCore ? bytesForEachAsker : 0);
      const bytes = powerOfTwoFrom(
        leastOwnBytes + (taken[index] ?? 0) + (frames[index] ?? 0) * frameBytes + coreCount * known,
      );
      own[index] = { address: place(node, bytes), bytes };
    }
  }
  const homes = new Map(nodes.flatMap(({ cores }, node) => cores.map(({ index }) => [index, node] as const)));
  const channels = groupByPair(boot.channels).flatMap((pair) => {
    const [{ from, to, memory }] = pair;
    const bytes = pair.reduce((sum, channel) => sum + ringBytes(channel), 0);
    // What the host shares lies where its neighbour is at home.
    const ends = [homes.get(to), homes.get(from)];
    const node = ends.includes(undefined) ? (ends[0] ?? ends[1]) : (memory ?? ends[0]);
    let address = place(node ?? 0, powerOfTwoFrom(Math.max(pageBytes, bytes)));
    return pair.map((channel) => {
      const { from, virtualChannel, slots, slotBytes } = channel;
      const placed = { from, to, virtualChannel, slots, slotBytes, address };
      address += ringBytes(channel);
      return placed;
    });
  });
  if (full.size === 0) return { kind: "placed", own, frames, channels };
  return { kind: "full", nodes: [...full] };
}

/** Free memory of a node. */
class Room {
  readonly #ranges: { at: number; readonly end: number }[];

  constructor(ranges: readonly Range[], from: number) {
    this.#ranges = ranges.map(({ address, bytes }) => ({ at: Math.max(address, from), end: address + bytes }));
  }

  /** Of a power of two of bytes, at a multiple of it; null when there is none. */
  take(bytes: number): number | null {
    for (const range of this.#ranges) {
      const at = Math.ceil(range.at / bytes) * bytes;
      if (at + bytes > range.end) continue;
      range.at = at + bytes;
      return at;
    }
    return null;
  }
}

/** Those that one core reads together, in them those that one writes. */
function groupByPair(channels: readonly Channel[]): readonly (readonly [Channel, ...Channel[]])[] {
  const pairs = new Map<number, [Channel, ...Channel[]]>();
  for (const channel of channels) {
    const key = channel.to * 0x10000 + channel.from;
    const known = pairs.get(key);
    if (known === undefined) pairs.set(key, [channel]);
    else known.push(channel);
  }
  return [...pairs].sort(([one], [other]) => one - other).map(([, pair]) => pair);
}

/** A line for credits, then the slots. */
function ringBytes({ slots, slotBytes }: Pick<Channel, "slots" | "slotBytes">): number {
  return (slots + 1) * slotBytes;
}

function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}
