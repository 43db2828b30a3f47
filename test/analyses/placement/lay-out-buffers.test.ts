import { expect, test } from "vitest";
import { layOutBuffers } from "../../../src/analyses/placement/lay-out-buffers.ts";
import type { LaidBuffer } from "../../../src/analyses/placement/placement.ts";
import { MachineBuilder } from "../machine-builder.ts";
import { buffer, client } from "./system-builder.ts";

/** One memory of so many bytes, on a machine with pages of 4 KiB, and the offsets of buffers laid in it. */
function offsetsIn(memorySize: number, sizes: readonly number[]): readonly (number | undefined)[] {
  const builder = new MachineBuilder();
  const core = builder.core(builder.root, "cpu");
  const memory = builder.memory(builder.root, "dram", { size: memorySize });
  const buffers = sizes.map(
    (size, at): LaidBuffer => ({
      buffer: buffer(`b${at}`, size),
      memory,
      bytes: [{ from: 0, to: memorySize - 1 }],
      reasons: [],
    }),
  );
  const placement = new Map([[client("c"), [{ core, reasons: [], buffers }]]]);
  const { offsets } = layOutBuffers(placement, builder.build());
  return buffers.map((laid) => offsets.get(laid));
}

test("buffers fill a memory from its end, each from the start of a page", () => {
  expect(offsetsIn(0x10000, [100, 0x1000, 0x1001])).toEqual([0xf000, 0xe000, 0xc000]);
});

test("where pages would waste what is needed, they lie close", () => {
  expect(offsetsIn(0x3000, [0x1800, 0x1800])).toEqual([0x1800, 0]);
});
