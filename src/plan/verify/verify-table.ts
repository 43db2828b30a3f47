import type { RouteTable } from "../plan.ts";
import type { RouteFault, Where } from "./route-fault.ts";
import type { WaitingGraph } from "./waiting-graph.ts";

/** The hops between the coordinates of one dimension. */
export interface HopIndex {
  readonly count: number;
  /** The number of the hop from one to the other; -1 when there is none. */
  find(from: number, to: number): number;
  /** Picoseconds. */
  latency(hop: number): number;
}

/** The entries that hold, row by row. */
export interface Entries {
  /** Rows. */
  readonly size: number;
  readonly columns: number;
  readonly next: Int32Array;
  readonly channel: Uint8Array;
}

export function entriesOf({ nextHop, virtualChannel }: RouteTable): Entries {
  const size = nextHop.length;
  const columns = nextHop[0]?.length ?? 0;
  const entries = { size, columns, next: new Int32Array(size * columns), channel: new Uint8Array(size * columns) };
  nextHop.forEach((row, from) => {
    entries.next.set(row, from * columns);
  });
  virtualChannel.forEach((row, from) => {
    entries.channel.set(row, from * columns);
  });
  return entries;
}

/** What came of following all ways to one destination. */
export interface Followed {
  /** By start: picoseconds; -1 where no way was followed. */
  readonly latency: Float64Array;
  /** By start: the hop it takes first; -1 at the end, and where no way was followed. */
  readonly hopAt: Int32Array;
  readonly faults: readonly RouteFault[];
}

const unknown = -1;
const onTheWay = -2;
const failed = -3;

/**
 * Follows the ways from all `starts` to a destination, each stretch once, and records what waits for what. A way that
 * comes to a stretch that was followed before is known from there on. The entries for the destination stand in the column
 * of its number; ways may end at several `ends`.
 */
export function followTo(
  entries: Entries,
  hops: HopIndex,
  starts: readonly number[],
  where: Omit<Where, "from">,
  waits: WaitingGraph,
  ends: readonly number[] = [where.to],
): Followed {
  const { to } = where;
  const faults: RouteFault[] = [];
  const latency = new Float64Array(entries.size).fill(unknown);
  const hopAt = new Int32Array(entries.size).fill(-1);
  for (const end of ends) latency[end] = 0;
  for (const from of starts) {
    const path: number[] = [];
    let at = from;
    while (latency[at] === unknown) {
      latency[at] = onTheWay;
      path.push(at);
      const next = entries.next[at * entries.columns + to] ?? -1;
      const hop = next < 0 || next >= entries.size ? -1 : hops.find(at, next);
      if (hop === -1) break;
      hopAt[at] = hop;
      at = next;
    }
    const end = latency[at] ?? unknown;
    if (end === onTheWay) faults.push(describeBreak(at, from, path, hopAt, where));
    for (const node of path.reverse()) {
      latency[node] =
        end < 0
          ? failed
          : (latency[entries.next[node * entries.columns + to] ?? -1] ?? 0) + hops.latency(hopAt[node] ?? -1);
      if (end >= 0) recordWait(entries, hopAt, node, to, waits);
    }
  }
  return { latency, hopAt, faults };
}

/** The way ended where it was already: by going round, or because nothing leads on. */
function describeBreak(
  at: number,
  from: number,
  path: readonly number[],
  hopAt: Int32Array,
  where: Omit<Where, "from">,
): RouteFault {
  if (hopAt[at] === -1) return { kind: "unreachable", ...where, from, at };
  return { kind: "loop", ...where, from, path: path.slice(path.indexOf(at)) };
}

function recordWait(
  { columns, next: hops, channel }: Entries,
  hopAt: Int32Array,
  node: number,
  to: number,
  waits: WaitingGraph,
): void {
  const next = hops[node * columns + to] ?? -1;
  const following = hopAt[next] ?? -1;
  if (following === -1) return;
  waits.add(hopAt[node] ?? -1, channel[node * columns + to] ?? 0, following, channel[next * columns + to] ?? 0);
}

/** Entries outside of the table, and virtual channels that are not there. */
export function findMisshapen(table: RouteTable, virtualChannels: number, dimension: number): readonly RouteFault[] {
  const size = table.nextHop.length;
  const isSquare = (rows: readonly (readonly number[])[]): boolean =>
    rows.length === size && rows.every((row) => row.length === size);
  const channelsExist = table.virtualChannel.every((row) => row.every((each) => each >= 0 && each < virtualChannels));
  const isRight = {
    nextHop: isSquare(table.nextHop),
    virtualChannel: isSquare(table.virtualChannel) && channelsExist,
    latency: isSquare(table.latency),
  };
  return Object.entries(isRight).flatMap(([name, right]) =>
    right ? [] : [{ kind: "shape" as const, table: `dimensions[${dimension}].${name}` }],
  );
}
