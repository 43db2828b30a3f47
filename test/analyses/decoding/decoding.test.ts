import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DecodingNet } from "../../../src/analyses/decoding/net.ts";
import { type Decoding, resolveAddress } from "../../../src/analyses/decoding/resolve-address.ts";
import { unfold } from "../../../src/analyses/decoding/unfold.ts";
import type { Space } from "../../../src/model/address-space.ts";
import { smallNet } from "./arbitrary-net.ts";

type Answer = { readonly path: string; readonly offset: number; readonly access: string } | null;

/** The definition, one address at a time: look at every map of the space, go on, give up after many steps. */
function naively(space: Space, address: number, reads = true, writes = true, steps = 0): Answer {
  if (steps > 200 || address >= 2 ** space.bits) return null;
  const map = space.maps.find(({ from, to }) => Number(from) <= address && address <= Number(to));
  if (map === undefined) return null;
  const [loads, stores] = [reads && map.access !== "writeOnly", writes && map.access !== "readOnly"];
  const next = Number(map.at) + address - Number(map.from);
  if (map.target.kind === "space") return naively(map.target.space, next, loads, stores, steps + 1);
  if (map.target.kind !== "memory" || next >= map.target.memory.size) return null;
  const access = loads ? (stores ? "readWrite" : "readOnly") : stores ? "writeOnly" : "none";
  return { path: map.target.memory.path, offset: next, access };
}

function answerOf({ end, access }: Decoding): Answer {
  if (end.kind !== "accepted" || end.target.kind !== "memory") return null;
  return { path: end.target.memory.path, offset: Number(end.offset), access: access ?? "none" };
}

const addresses = Array.from({ length: 34 }, (_, address) => address);

/** Whether the maps come back to one of them: those addresses are refused although some would come to an end. */
const isCircle = ({ end }: Decoding) => end.kind === "circle";

describe("the decoding net", () => {
  test("resolves every address as its definition does", () => {
    fc.assert(
      fc.property(smallNet, ({ initiator, spaces }) => {
        const net = new DecodingNet();
        for (const space of spaces) {
          for (const address of addresses) {
            const decoding = resolveAddress(net, initiator, space, BigInt(address));
            if (!isCircle(decoding)) expect(answerOf(decoding)).toEqual(naively(space, address));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("unfolds to ranges that hold just the addresses that resolve, each to the same place", () => {
    fc.assert(
      fc.property(smallNet, ({ initiator, spaces }) => {
        const net = new DecodingNet();
        for (const space of spaces) {
          const { ranges } = unfold(net, initiator, space);
          for (const address of addresses) {
            const decoding = resolveAddress(net, initiator, space, BigInt(address));
            const range = ranges.find(({ from, to }) => from <= address && address <= to);
            const unfolded =
              range?.target.kind === "memory"
                ? {
                    path: range.target.memory.path,
                    offset: Number(range.at) + address - Number(range.from),
                    access: range.access,
                  }
                : null;
            const resolved = answerOf(decoding);
            expect(unfolded).toEqual(resolved?.access === "none" ? null : resolved);
            if (range !== undefined) expect(range.through).toEqual(decoding.steps.map(({ map }) => map));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("names a circle whenever an address runs into one", () => {
    fc.assert(
      fc.property(smallNet, ({ initiator, spaces }) => {
        const net = new DecodingNet();
        for (const space of spaces) {
          const runs = addresses.some((address) => isCircle(resolveAddress(net, initiator, space, BigInt(address))));
          expect(unfold(net, initiator, space).circles.length > 0).toBe(runs);
        }
      }),
      { numRuns: 300 },
    );
  });
});
