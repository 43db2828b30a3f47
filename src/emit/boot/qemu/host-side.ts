/** What the host has to know to be one more kernel of a board. */
import type { QemuView } from "./qemu-view.ts";

/** The host's core, and its channels. */
export interface HostSide {
  readonly core: number;
  readonly link: "memory" | "serial";
  /** The node whose memory is shared, as a file. */
  readonly node: number;
  readonly channels: readonly HostChannel[];
}

export interface HostChannel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  /** In the blob. */
  readonly number: number;
  /** Byte in the file of the node's memory where its ring begins; null where there is none. */
  readonly at: number | null;
}

/** Null for a board without a core of the host. */
export function hostSideOf({ cores, channels, ranges }: QemuView): HostSide | null {
  const core = cores.findIndex(({ online, host }) => online && host !== null);
  const link = cores[core]?.host ?? null;
  if (link === null) return null;
  const shared = channels
    .map((channel, number) => ({ ...channel, number }))
    .filter(({ from, to }) => from === core || to === core);
  const node = ranges.findIndex((each) => offsetIn(each, shared[0]?.address ?? 0) !== null);
  return {
    ...{ core, link, node },
    channels: shared.map(({ from, to, virtualChannel, number, address }) => ({
      ...{ from, to, virtualChannel, number },
      at: link === "memory" ? offsetIn(ranges[node] ?? [], address) : null,
    })),
  };
}

/** Of a physical address in the memory that these ranges show, one behind the other; null where none has it. */
function offsetIn(ranges: QemuView["ranges"][number], address: number): number | null {
  let before = 0;
  for (const { address: first, bytes } of ranges) {
    if (address >= first && address < first + bytes) return before + address - first;
    before += bytes;
  }
  return null;
}
