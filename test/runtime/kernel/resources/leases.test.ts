import fc from "fast-check";
import { DecodeError, type Lease } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { Segment } from "../../../../src/runtime/channel/ring.ts";
import {
  grantFate,
  Leases,
  type OwnGrant,
  type RegionHandle,
} from "../../../../src/runtime/kernel/resources/leases.ts";
import { type GrantName, mostGrants, Pool, poolHead } from "../../../../src/runtime/kernel/resources/pool.ts";
import { Holdings } from "../../../../src/runtime/kernel/resources/resource-exchange.ts";
import { HeldWritableRegion } from "../../../../src/runtime/kernel/resources/shared-region.ts";

const leasable = 4096;
const program = {};
const exchange = {};

/** The kernels of some cores, which tell each other what becomes of grants at once. */
function kernels(cores: number) {
  const size = poolHead + leasable;
  const segment = new Segment(new SharedArrayBuffer(cores * size));
  const pools = new Map(
    Array.from({ length: cores }, (_, core) => [core, new Pool(segment, { core, offset: core * size, bytes: size })]),
  );
  const refused: GrantName[] = [];
  const all: Leases[] = Array.from(
    { length: cores },
    (_, core) =>
      new Leases(core, pools, (to, fate, grant) => {
        if (all[to]?.told(core, fate, grant.grant, grant.generation) !== true) refused.push(grant);
      }),
  );
  return { all, pools, segment, refused, words: segment.words };
}

function handleOf({ grant, generation, region }: OwnGrant): RegionHandle {
  return { owner: region.name.owner, grant, generation, bytes: region.length };
}

function two() {
  const { all, ...rest } = kernels(3);
  const [owner, holder, other] = all;
  if (owner === undefined || holder === undefined || other === undefined) throw new Error("three kernels");
  return { owner, holder, other, ...rest };
}

function take(holder: Leases, from: number, handle: RegionHandle, isWritable = false, bound = leasable) {
  return holder.take(from, handle, bound, isWritable, "field");
}

describe("a region is refused", () => {
  test.each([
    ["of another grant", (handle: RegionHandle) => ({ ...handle, grant: handle.grant + 1 })],
    ["of a grant that cannot be", (handle: RegionHandle) => ({ ...handle, grant: mostGrants })],
    ["of another life of its grant", (handle: RegionHandle) => ({ ...handle, generation: handle.generation + 1 })],
    ["of no life at all", (handle: RegionHandle) => ({ ...handle, generation: 0 })],
    ["of another owner", (handle: RegionHandle) => ({ ...handle, owner: 1 })],
    ["longer than it is", (handle: RegionHandle) => ({ ...handle, bytes: handle.bytes + 1 })],
    ["shorter than it is", (handle: RegionHandle) => ({ ...handle, bytes: handle.bytes - 1 })],
  ])("%s", (_, forge) => {
    const { owner, holder } = two();
    const grant = owner.grant(owner.lease(100, program), 1, false, exchange, "field");
    expect(() => take(holder, 0, forge(handleOf(grant)))).toThrow(DecodeError);
    expect(take(holder, 0, handleOf(grant)).length).toBe(100);
  });

  test("by whom it was not granted to, and from whom has not granted it", () => {
    const { owner, holder, other } = two();
    const handle = handleOf(owner.grant(owner.lease(100, program), 1, false, exchange, "field"));
    expect(() => take(other, 0, handle)).toThrow(DecodeError);
    expect(() => take(holder, 2, handle)).toThrow(DecodeError);
    expect(() => take(holder, 99, handle)).toThrow(DecodeError);
  });

  test("to be written when it was granted to be read", () => {
    const { owner, holder } = two();
    const lease = owner.lease(100, program);
    const handle = handleOf(owner.grant(lease, 1, false, exchange, "field"));
    expect(() => take(holder, 0, handle, true)).toThrow(DecodeError);
    expect("bytes" in take(holder, 0, handle)).toBe(false);
  });

  test("over the bound of its field", () => {
    const { owner, holder } = two();
    const handle = handleOf(owner.grant(owner.lease(100, program), 1, false, exchange, "field"));
    expect(() => take(holder, 0, handle, false, 99)).toThrow("100 bytes where at most 99 belong");
  });

  test("once it has ended, with its grant or with its lease", () => {
    const { owner, holder } = two();
    const lease = owner.lease(100, program);
    const ended = owner.grant(lease, 1, false, exchange, "field");
    const released = owner.grant(lease, 1, false, exchange, "field");
    const held = take(holder, 0, handleOf(ended));
    owner.endGrant(ended, true);
    expect(held.alive).toBe(false);
    expect(() => take(holder, 0, handleOf(ended))).toThrow(DecodeError);
    const other = take(holder, 0, handleOf(released));
    lease.release();
    expect(other.alive).toBe(false);
    expect(() => take(holder, 0, handleOf(released))).toThrow("a region that has ended");
  });

  test("when its lease is said to lie outside of its owner's pool", () => {
    const { owner, holder, pools } = two();
    const lease = owner.lease(100, program);
    const handle = handleOf(owner.grant(lease, 1, false, exchange, "field"));
    const entry = pools.get(0)?.lease(0);
    for (const [offset, bytes] of [
      [0, 100],
      [poolHead + leasable - 99, 100],
      [2 * poolHead + leasable, 100],
      [poolHead, leasable + 1],
      [0xffffffff, 100],
    ] as const) {
      pools.get(0)?.setLease(0, { generation: entry?.generation ?? 0, offset, bytes });
      expect(() => take(holder, 0, { ...handle, bytes })).toThrow(DecodeError);
    }
  });

  test("whatever stands in the tables: nothing outside of a pool is ever seen", () => {
    const { owner, holder, words, segment } = two();
    const handle = handleOf(owner.grant(owner.lease(100, program), 1, true, exchange, "field"));
    const word = fc.oneof(fc.nat({ max: 3 }), fc.integer(), fc.constantFrom(poolHead, poolHead + leasable, 65537));
    fc.assert(
      fc.property(fc.array(word, { minLength: 12, maxLength: 12 }), fc.boolean(), (entries, isWritable) => {
        for (const [index, value] of entries.slice(0, 4).entries()) words[index] = value;
        for (const [index, value] of entries.slice(4).entries()) words[256 * 4 + index] = value;
        try {
          const { generation, bytes } = { generation: (words[256 * 4] ?? 0) >>> 0, bytes: (words[2] ?? 0) >>> 0 };
          const held = take(holder, 0, { ...handle, generation, bytes }, isWritable);
          const { byteOffset } = held instanceof HeldWritableRegion ? held.bytes : { byteOffset: poolHead };
          expect(byteOffset).toBeGreaterThanOrEqual(poolHead);
          expect(byteOffset + held.length).toBeLessThanOrEqual(segment.words.byteLength);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a region that is passed on", () => {
  function chain(isWritable: boolean) {
    const { owner, holder, other, refused } = two();
    const lease = owner.lease(100, program);
    const held = take(holder, 0, handleOf(owner.grant(lease, 1, isWritable, exchange, "field")), isWritable);
    const grant = holder.grant(held, 2, isWritable, exchange, "field");
    return { owner, holder, other, refused, lease, held, grant };
  }

  test("reaches the third as it left the first", () => {
    const { other, lease, grant } = chain(true);
    const region = take(other, 1, handleOf(grant), true);
    if (region instanceof HeldWritableRegion) region.bytes[3] = 9;
    expect(lease.bytes[3]).toBe(9);
  });

  test("is refused when whom it rests on has lost it", () => {
    const { other, held, grant } = chain(false);
    const before = take(other, 1, handleOf(grant));
    held.answering();
    held.release();
    expect(take(other, 1, handleOf(grant)).alive).toBe(true);
    before.release();
    expect(() => take(other, 1, handleOf(grant))).toThrow(DecodeError);
  });

  test("does not come back to its owner before the last has given it back", () => {
    const { owner, other, lease, held, grant, refused } = chain(false);
    const region = take(other, 1, handleOf(grant));
    lease.release();
    held.answering();
    expect(owner.freeBytes).toBe(leasable - 128);
    region.release();
    expect(owner.freeBytes).toBe(leasable);
    expect(refused).toEqual([]);
  });
});

describe("memory that may still be used is not leased again", () => {
  test("when a connection is cut", () => {
    const { owner, holder } = two();
    const lease = owner.lease(100, program);
    const held = take(holder, 0, handleOf(owner.grant(lease, 1, false, exchange, "field")));
    owner.endGrantsOf(exchange);
    lease.release();
    expect([held.alive, owner.freeBytes]).toEqual([false, leasable - 128]);
  });

  test("but when its holder has died it is, unless that had passed it on", () => {
    const { owner, holder } = two();
    const [one, other] = [owner.lease(100, program), owner.lease(100, program)];
    take(holder, 0, handleOf(owner.grant(one, 1, false, exchange, "field")));
    const held = take(holder, 0, handleOf(owner.grant(other, 1, false, exchange, "field")));
    holder.grant(held, 2, false, exchange, "field");
    owner.coreLost(1);
    one.release();
    other.release();
    expect(owner.freeBytes).toBe(leasable - 128);
  });
});

test("what a lost kernel has owned or granted has ended", () => {
  const { owner, holder, other } = two();
  const held = take(holder, 0, handleOf(owner.grant(owner.lease(100, program), 1, false, exchange, "field")));
  const further = take(other, 1, handleOf(holder.grant(held, 2, false, exchange, "field")));
  other.coreLost(1);
  expect(further.alive).toBe(false);
  holder.coreLost(0);
  expect(held.alive).toBe(false);
});

test("a kernel is told of its own grants only, by whom they were made to, once", () => {
  const { owner, holder } = two();
  const grant = owner.grant(owner.lease(100, program), 1, false, exchange, "field");
  take(holder, 0, handleOf(grant));
  expect(owner.told(2, grantFate.returned, grant.grant, grant.generation)).toBe(false);
  expect(owner.told(1, grantFate.returned, grant.grant, grant.generation + 1)).toBe(false);
  expect(owner.told(1, grantFate.returned, 77_777, grant.generation)).toBe(false);
  expect(owner.told(1, 2, grant.grant, grant.generation)).toBe(false);
  expect(owner.told(1, grantFate.returned, grant.grant, grant.generation)).toBe(true);
  expect(owner.told(1, grantFate.returned, grant.grant, grant.generation)).toBe(false);
});

test("leases of a program that has ended are released, those of others not", () => {
  const { owner } = two();
  const kept: Lease = owner.lease(64, {});
  owner.lease(64, program);
  owner.lease(64, program);
  owner.releaseAll(program);
  expect([owner.freeBytes, kept.alive]).toEqual([leasable - 64, true]);
});

test("who is given regions without end, and gives them back, is not made to remember them", () => {
  const { owner, holder } = two();
  const holdings = new Holdings(holder);
  const lease = owner.lease(100, program);
  const passed = () => take(holder, 0, handleOf(owner.grant(lease, 1, false, exchange, "field")));
  const kept = passed();
  holdings.add(kept);
  for (let round = 0; round < 1000; round++) {
    const region = passed();
    holdings.add(region);
    region.release();
    expect(holdings.size).toBeLessThan(100);
  }
  expect(kept.alive).toBe(true);
  holdings.release();
  expect(kept.alive).toBe(false);
});
