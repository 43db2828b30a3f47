/** What kernels find beside what was described to them. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelExit } from "../../../src/cli/boot/qemu/run-qemu.ts";
import { headerBytes } from "../../../src/emit/boot/qemu/blob-format.ts";
import { type Board, boards, prepareBoard } from "./boots.ts";

const memory: Readonly<Record<keyof typeof boards, string>> = {
  riscv64: "0x88000000",
  arm64: "0x48000000",
  amd64: "0x8000000",
};
const smp: Readonly<Record<keyof typeof boards, Readonly<Record<string, string>>>> = {
  riscv64: { "4": "5", "node,nodeid=1,cpus=2-3,memdev=m1": "node,nodeid=1,cpus=2-4,memdev=m1" },
  arm64: { "4": "5", "node,nodeid=1,cpus=2-3,memdev=m1": "node,nodeid=1,cpus=2-4,memdev=m1" },
  amd64: {
    "4,sockets=2,cores=2,threads=1": "5,sockets=1,cores=5,threads=1",
    "node,nodeid=1,cpus=2-3,memdev=m1": "node,nodeid=1,cpus=2-4,memdev=m1",
  },
};

describe.each(Object.keys(boards) as (keyof typeof boards)[])("on a board of %s", (isa) => {
  let board: Board;

  beforeAll(async () => {
    board = await prepareBoard(isa);
  });

  afterAll(() => board.remove());

  test("what was described is there, and all clients are done", async () => {
    const { lines, code } = await board.boot();
    expect(code).toBe(kernelExit.done);
    expect(lines).toContain("skerry: booting adding");
    for (const name of ["west.hart[0]", "west.hart[1]", "east.hart[0]", "east.hart[1]"]) {
      expect(lines).toContain(`${name}: kernel up`);
    }
    expect(lines).toContain("east.hart[1]: summer: ready, serves Sums @ 1");
    expect(lines).toContain("west.hart[0]: asker[0]> sums that were right: 32");
    expect(lines).toContain("east.hart[0]: asker[1]: done");
    expect(lines.filter((line) => line.includes("dropped") && !line.includes("dropped 0"))).toEqual([]);
  });

  test.each([
    [
      "less memory",
      { "256M": "192M", "memory-backend-ram,id=m1,size=128M": "memory-backend-ram,id=m1,size=64M" },
      [`node 1 (east.dram): described 128 MiB at ${memory[isa]}, found 64 MiB at ${memory[isa]}`],
    ],
    [
      "other distances",
      { "dist,src=0,dst=1,val=43": "dist,src=0,dst=1,val=20", "dist,src=1,dst=0,val=43": "dist,src=1,dst=0,val=21" },
      [
        "node 0 (west.dram): described 43 as the distance to node 1 (east.dram), found 20",
        "node 1 (east.dram): described 43 as the distance to node 0 (west.dram), found 21",
      ],
    ],
    [
      "cores on other nodes",
      {
        "node,nodeid=0,cpus=0-1,memdev=m0": "node,nodeid=0,cpus=0,memdev=m0",
        "node,nodeid=1,cpus=2-3,memdev=m1": "node,nodeid=1,cpus=1-3,memdev=m1",
      },
      ["core west.hart[1]: described with hardware id 1 on node 0, found on node 1"],
    ],
    ["one core more", smp[isa], ["core with hardware id 4: found, not described"]],
  ])("%s: refused by name", async (_, replaced, expected) => {
    const { lines, code } = await board.boot({ arguments: replaced });
    for (const line of expected) expect(lines).toContain(line);
    expect(lines).toContain("boot refused: the hardware is not what was described");
    expect(lines.join("\n")).not.toContain("kernel up");
    expect(code).toBe(kernelExit.hardware);
  });

  test("a damaged blob is refused", async () => {
    const { lines, code } = await board.boot({
      blob: (blob) => {
        blob[headerBytes + 1] = (blob[headerBytes + 1] ?? 0) ^ 0x10;
      },
    });
    expect(lines[0]).toBe("boot blob refused: its checksum is wrong");
    expect(code).toBe(kernelExit.blob);
  });
});
