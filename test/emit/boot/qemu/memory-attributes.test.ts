import { expect, test } from "vitest";
import { printArguments } from "../../../../src/emit/boot/qemu/command-line.ts";
import { described } from "./attributes.ts";
import { viewQuad } from "./quad.ts";

const amd64 = { 'use "prelude/riscv64"': 'use "prelude/amd64"', ": riscv64 @": ": amd64 @" };

function attributesOf(changes: Readonly<Record<string, string>> = {}) {
  return viewQuad({ ...amd64, ...changes }).attributes;
}

test("a memory is as far as its latency and the way there, and carries what the narrowest on the way does", () => {
  // 80 ns, and 260 ns to the nearest core of the other node; 12.8 GB/s, and 2 GB/s over the bridge.
  expect(attributesOf(described)?.accesses).toEqual([
    { initiator: 0, target: 0, nanoseconds: 80, bandwidth: 12207, beyond: null },
    { initiator: 0, target: 1, nanoseconds: 340, bandwidth: 1907, beyond: null },
    { initiator: 1, target: 0, nanoseconds: 340, bandwidth: 1907, beyond: null },
    { initiator: 1, target: 1, nanoseconds: 80, bandwidth: 12207, beyond: null },
  ]);
});

test("caches that all cores of a node share lie before its memory, the smallest first", () => {
  const side = (node: number) => [
    { node, level: 1, bytes: 1 << 20, lineBytes: 64 },
    { node, level: 2, bytes: 4 << 20, lineBytes: 64 },
  ];
  expect(attributesOf(described)?.caches).toEqual([...side(0), ...side(1)]);
});

test("nothing is said where the description says nothing", () => {
  expect(attributesOf({ "memory dram: 128 MiB, latency 80 ns": "memory dram: 128 MiB" })).toBeNull();
  const { accesses, caches } = attributesOf() ?? { accesses: [], caches: [] };
  expect(accesses.map(({ bandwidth }) => bandwidth)).toEqual([null, null, null, null]);
  expect(caches).toEqual([]);
});

test("the unit of bandwidths is one that 16 bits of the largest have, and none is less than one", () => {
  const changes = { "latency 80 ns": "latency 80 ns, bandwidth 1 TB/s", "bandwidth 2 GB/s": "bandwidth 1 MB/s" };
  const bandwidths = attributesOf(changes)?.accesses.map(({ bandwidth }) => bandwidth ?? 0) ?? [];
  expect(bandwidths).toEqual([953664, 16, 16, 953664].map((each) => expect.closeTo(each, -2)));
  for (const each of bandwidths) expect(each % 16).toBe(0);
});

test("a latency that no table has room for is the highest, and what it would be is kept", () => {
  const far = attributesOf({ "latency 200 ns": "latency 70 us" })?.accesses[1];
  expect(far).toMatchObject({ nanoseconds: 65534, beyond: expect.closeTo(70_000, -3) });
});

test("QEMU is told, in an order that it takes", () => {
  const all = printArguments(viewQuad({ ...amd64, ...described }), ["kernel.elf"], "blob.bin");
  const numa = all.filter((_, index) => all[index - 1] === "-numa");
  expect(all).toContain("hmat=on");
  expect(numa.slice(4)).toEqual([
    "hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-latency,latency=80",
    "hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-latency,latency=340",
    "hmat-lb,initiator=1,target=0,hierarchy=memory,data-type=access-latency,latency=340",
    "hmat-lb,initiator=1,target=1,hierarchy=memory,data-type=access-latency,latency=80",
    "hmat-lb,initiator=0,target=0,hierarchy=memory,data-type=access-bandwidth,bandwidth=12207M",
    "hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access-bandwidth,bandwidth=1907M",
    "hmat-lb,initiator=1,target=0,hierarchy=memory,data-type=access-bandwidth,bandwidth=1907M",
    "hmat-lb,initiator=1,target=1,hierarchy=memory,data-type=access-bandwidth,bandwidth=12207M",
    "hmat-cache,node-id=0,size=1048576,level=1,associativity=none,policy=none,line=64",
    "hmat-cache,node-id=0,size=4194304,level=2,associativity=none,policy=none,line=64",
    "hmat-cache,node-id=1,size=1048576,level=1,associativity=none,policy=none,line=64",
    "hmat-cache,node-id=1,size=4194304,level=2,associativity=none,policy=none,line=64",
  ]);
});

test("boards without such tables are told nothing", () => {
  const view = viewQuad(described);
  expect(view.attributes).toBeNull();
  expect(printArguments(view, ["kernel.elf"], "blob.bin")).not.toContain("hmat=on");
});
