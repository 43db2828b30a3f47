import { describe, expect, test } from "vitest";
import { computeLoss, type Loss } from "../../src/model/loss.ts";
import type { Machine } from "../../src/model/machine.ts";
import { machineOf } from "../resolve/described.ts";

const board = machineOf(`
  use "prelude/devices"
  package Chip { core cpu[2]: amd64 @ 1 GHz; memory dram: 1 GiB; port x[2]; controller pic: 8 lines -> cpu[*] }
  machine m {
    package p[3]: Chip
    link p[0].x[0] -- p[1].x[0]
    link p[1].x[1] -- p[2].x[0]
    device nic: Ethernet10G at p[0].x[1]
    device disk: SataDisk at p[2]
    link nic -- p[2].x[1]
  }`);

function names(loss: Loss): readonly string[] {
  const { parts, cores, memories, devices, controllers, links } = loss;
  return [...parts, ...cores, ...memories, ...devices, ...controllers, ...links].map(({ path }) => path);
}

function only<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`there is no ${index}`);
  return found;
}

const without = (machine: Machine, ...elements: Parameters<typeof computeLoss>[1]) =>
  names(computeLoss(machine, elements));

describe("what is lost with an element", () => {
  test("a part, with all in it and all that ends there", () => {
    expect(without(board, { kind: "part", part: only(board.parts, 1) })).toEqual([
      "p[0]",
      "p[0].cpu[0]",
      "p[0].cpu[1]",
      "p[0].dram",
      "nic",
      "p[0].pic",
      "p[0].x[0] -- p[1].x[0]",
      "nic -- p[2].x[1]",
    ]);
  });

  test("a port, with what is joined there", () => {
    expect(without(board, { kind: "port", port: only(board.ports, 1) })).toEqual(["nic", "nic -- p[2].x[1]"]);
  });

  test("a core, a memory, a link or a controller, alone", () => {
    expect(without(board, { kind: "core", core: only(board.cores, 0) })).toEqual(["p[0].cpu[0]"]);
    expect(without(board, { kind: "memory", memory: only(board.memories, 1) })).toEqual(["p[1].dram"]);
    expect(without(board, { kind: "link", link: only(board.links, 1) })).toEqual(["p[1].x[1] -- p[2].x[0]"]);
    expect(without(board, { kind: "controller", controller: only(board.controllers, 2) })).toEqual(["p[2].pic"]);
  });

  test("a device attached to a part, with the part", () => {
    expect(without(board, { kind: "part", part: only(board.parts, 3) })).toContain("disk");
  });

  test("nothing, with nothing; all, with the machine", () => {
    expect(without(board)).toEqual([]);
    const all = computeLoss(board, [{ kind: "part", part: only(board.parts, 0) }]);
    expect([all.cores.size, all.links.size, all.devices.size]).toEqual([6, 3, 2]);
  });
});
