import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { headerBytes } from "../../../../src/emit/boot/qemu/blob-format.ts";
import { decodeBlob } from "../../../../src/emit/boot/qemu/decode-blob.ts";
import { encodeBlob } from "../../../../src/emit/boot/qemu/encode-blob.ts";
import { listAttributes } from "../../../../src/emit/boot/qemu/memory-attributes.ts";
import { encodeRoutes } from "../../../../src/emit/tables/routes-binary.ts";
import { described } from "./attributes.ts";
import { blobOfQuad, planQuad, viewQuad } from "./quad.ts";

function decoded() {
  const read = decodeBlob(blobOfQuad());
  if (read.kind === "damaged") throw new Error(read.fault);
  return read.blob;
}

test("says of the cores what the description says", () => {
  const { cores, bootCore, nodes, name } = decoded();
  expect({ bootCore, nodes, name }).toEqual({ bootCore: 0, nodes: 2, name: "adding" });
  expect(cores.map(({ name, hardwareId, node, doorbell }) => [name, hardwareId, node, doorbell])).toEqual([
    ["west.hart[0]", 0, 0, 0x200_0000],
    ["west.hart[1]", 1, 0, 0x200_0004],
    ["east.hart[0]", 2, 1, 0x201_0000],
    ["east.hart[1]", 3, 1, 0x201_0004],
  ]);
});

test("is what it was made from when it is read back", () => {
  const { platform, ranges: _, nodes: __, ...view } = viewQuad();
  const blob = decoded();
  expect(blob.channels).toEqual(view.channels);
  expect(blob.latencies).toEqual(view.latencies);
  expect(blob.programs).toEqual(view.programs);
  expect(blob.distances).toEqual(view.distances);
  expect(blob.platform).toBe(platform.number);
  const plan = planQuad();
  expect(plan.routes === null ? null : blob.routes).toEqual(
    plan.routes === null ? undefined : encodeRoutes(plan.routes, plan.fabric?.hops),
  );
});

test("it says once of each way between neighbours how long it takes", () => {
  const across = { from: 1, to: 2, picoseconds: 260_000 };
  const within = { from: 0, to: 1, picoseconds: 60_000 };
  const back = ({ from, to, picoseconds }: typeof across) => ({ from: to, to: from, picoseconds });
  expect(decoded().latencies).toEqual([
    ...[back(within), within, back(across), across],
    ...[
      { from: 3, to: 2, picoseconds: 60_000 },
      { from: 2, to: 3, picoseconds: 60_000 },
    ],
  ]);
});

test("who may stand in for a replica is read back with its object", () => {
  const changes = { "replicas on west.hart[0], east.hart[0]": "replicas one per package" };
  const { states } = viewQuad(changes);
  const read = decodeBlob(blobOfQuad(changes));
  expect(read.kind === "blob" ? read.blob.states : read.fault).toEqual(states);
  expect(states.map(({ name, candidates }) => [name, candidates])).toEqual([
    ["scores", []],
    ["total", []],
    [
      "finished",
      [
        { core: 1, replica: 0 },
        { core: 3, replica: 2 },
      ],
    ],
  ]);
});

test("what memories are to cores is read back, where a board has a table of it", () => {
  expect(decoded().attributes).toEqual([]);
  const changes = { 'use "prelude/riscv64"': 'use "prelude/amd64"', ": riscv64 @": ": amd64 @", ...described };
  const view = viewQuad(changes);
  const { routes, fabric } = planQuad(changes);
  const read = decodeBlob(encodeBlob(view, routes === null ? new Uint8Array() : encodeRoutes(routes, fabric?.hops)));
  const all = read.kind === "blob" ? read.blob.attributes : [];
  expect(all).toEqual(view.attributes === null ? null : listAttributes(view.attributes));
  expect(all).toHaveLength(12);
  expect(all).toContainEqual({ kind: "bandwidth", initiator: 0, target: 1, level: 0, value: 1907 });
  expect(all.at(-1)).toEqual({ kind: "cache", initiator: 1, target: 1, level: 2, value: 4 << 20 });
});

test("no two things lie in the same memory, and everything lies in a memory, aligned to its size", () => {
  const { cores, channels, memories } = decoded();
  const own = cores.map(({ memory }) => memory);
  const rings = channels.map(({ address, slots, slotBytes }) => ({ address, bytes: (slots + 1) * slotBytes }));
  const all = [...own, ...rings].sort((one, other) => one.address - other.address);
  all.forEach(({ address, bytes }, index) => {
    expect(address + bytes).toBeLessThanOrEqual(all[index + 1]?.address ?? Number.POSITIVE_INFINITY);
    expect(
      memories.some((memory) => address >= memory.address && address + bytes <= memory.address + memory.bytes),
    ).toBe(true);
  });
  for (const { address, bytes } of own) expect(address % bytes).toBe(0);
});

test("a kernel's memory and the rings that it reads lie on its own node", () => {
  const { cores, channels, memories } = decoded();
  const nodeOf = (address: number) =>
    memories.find((memory) => address >= memory.address && address < memory.address + memory.bytes)?.node;
  for (const { memory, node } of cores) expect(nodeOf(memory.address)).toBe(node);
  for (const { to, address } of channels) expect(nodeOf(address)).toBe(cores[to]?.node);
});

test("the channels that a core reads stand together", () => {
  const { cores, channels } = decoded();
  cores.forEach(({ firstChannel, channels: count }, core) => {
    expect(channels.slice(firstChannel, firstChannel + count).every(({ to }) => to === core)).toBe(true);
  });
  expect(cores.reduce((sum, { channels: count }) => sum + count, 0)).toBe(channels.length);
});

const blob = blobOfQuad();

test.prop([fc.integer({ min: 0, max: blob.length - 1 }), fc.integer({ min: 1, max: 255 })])(
  "with one byte changed it is damaged",
  (at, change) => {
    const changed = blob.slice();
    changed[at] = (changed[at] ?? 0) ^ change;
    expect(decodeBlob(changed).kind).toBe("damaged");
  },
);

test.prop([fc.nat({ max: blob.length - 1 })])("cut short it is damaged", (length) => {
  expect(decodeBlob(blob.subarray(0, length)).kind).toBe("damaged");
});

test("what is damaged is said", () => {
  const changed = blob.slice();
  changed[headerBytes] = (changed[headerBytes] ?? 0) ^ 1;
  const read = decodeBlob(changed);
  expect(read).toMatchObject({ kind: "damaged", fault: expect.stringMatching(/^has the checksum 0x[0-9a-f]{8}, and/) });
});
