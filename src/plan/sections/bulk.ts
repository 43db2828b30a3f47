import { computeLayout, computeStructLayout } from "../../analyses/message-layout/compute-layout.ts";
import type { Interface } from "../../model/interface.ts";
import type { BulkRing } from "../plan.ts";
import { bindingsOf, type SegmentInput, shareMemory } from "./bindings.ts";
import { nearestMemory } from "./nearest-memory.ts";

/**
 * Bytes of the longest message over which a binding gets blocks: what two slots hold. Measured within one thread, a block
 * costs 0.75 of three fragments, 0.65 of seven and 0.2 of the hundred that 4 KiB take.
 */
const threshold = 2 * 40;

/** Bytes that the blocks of one ring share, unless even the fewest blocks need more. */
const roomOfRing = 256 * 1024;
const leastBlocks = 4;

/** Bytes in front of the blocks, for the positions that their two ends tell each other. */
const headBytes = 128;

/**
 * A ring of blocks for each direction of a binding whose longest message is over the {@link threshold}, unless some hop
 * between the two cores does not carry their loads and stores: then long messages go in fragments.
 */
export function layOutBulk(input: SegmentInput): { readonly bulk: readonly BulkRing[]; readonly segmentBytes: number } {
  const bulk: BulkRing[] = [];
  let end = input.start;
  for (const ring of wantedRings(input)) {
    const size = sizeBlocks(input, ring);
    const offset = Math.ceil(end / headBytes) * headBytes;
    const { longest: _, ...binding } = ring;
    bulk.push({ ...binding, ...size, offset, memory: nearestMemory(input.machine, ring.to, [ring.from]) });
    end = offset + headBytes + size.blocks * size.blockBytes;
  }
  return { bulk, segmentBytes: end };
}

type WantedRing = Omit<BulkRing, "blocks" | "blockBytes" | "offset" | "memory"> & { readonly longest: number };

function wantedRings(input: SegmentInput): readonly WantedRing[] {
  return bindingsOf(input.system).flatMap(({ from, to, served, ...binding }) => {
    if (!shareMemory(input, from, to)) return [];
    const { request, reply } = longestMessages(input.interfaces[served ?? -1]);
    return [
      { ...binding, direction: "request" as const, from, to, longest: request },
      { ...binding, direction: "reply" as const, from: to, to: from, longest: reply },
    ].filter(({ longest }) => longest > threshold);
  });
}

/** Bytes of the longest message to a service and from it, full in all that is bounded. */
function longestMessages(served: Interface | undefined): { readonly request: number; readonly reply: number } {
  const operations = served?.operations ?? [];
  const most = (sizes: readonly number[]): number => Math.max(0, ...sizes);
  return {
    request: most(
      operations
        .filter(({ verb }) => verb !== "event")
        .flatMap(({ parameters, uploads }) => [computeLayout(parameters).size, computeLayout(uploads ?? []).size]),
    ),
    reply: most(
      operations.flatMap(({ verb, parameters, results, fails }) => [
        computeLayout(verb === "event" ? parameters : results).size,
        fails?.kind === "struct" ? computeStructLayout(fails).size : 0,
      ]),
    ),
  };
}

/** As many blocks as messages can be under way, as far as they have room. */
function sizeBlocks(
  { machine, window }: SegmentInput,
  { from, to, longest }: WantedRing,
): Pick<BulkRing, "blocks" | "blockBytes"> {
  const line = Math.max(64, ...[from, to].map((core) => machine.cores[core]?.isa.lineBytes ?? 0));
  const blockBytes = Math.ceil(longest / line) * line;
  const wanted = Math.min(window, Math.max(leastBlocks, Math.floor(roomOfRing / blockBytes)));
  return { blocks: 2 ** Math.floor(Math.log2(wanted)), blockBytes };
}
