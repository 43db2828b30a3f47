import fc from "fast-check";
import { expect, test } from "vitest";
import { indexContents } from "../../src/model/domain-contents.ts";
import { computeLoss } from "../../src/model/loss.ts";
import { machineOf } from "../resolve/described.ts";

const items = `
  use "prelude/devices"
  package Chip { core cpu[2]: amd64 @ 1 GHz; memory dram: 1 GiB; port x[3]; controller pic: 8 lines -> cpu[*] }
  board Board { package p[2]: Chip; port edge; device disk: SataDisk at p[0].x[0] }
  machine m {
    board b[2]: Board
    device nic: Ethernet10G at b[0].p[1].x[1]
    device spare: SataDisk at b[1].p[0].cpu[0]`;

const paths = [
  "b[0]",
  "b[1].p[0]",
  "b[*].p[1]",
  "b[0].p[1].cpu[0]",
  "b[0].p[1].x[1]",
  "b[1].p[0].cpu[0]",
  "nic",
  "b[*].disk",
];

test("a domain holds what is lost with it, links apart", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1, maxLength: 3 }), (members) => {
      const machine = machineOf(`${items}\n failure domain d: ${members.join(", ")} }`);
      const [domain] = machine.domains;
      if (domain === undefined) throw new Error("no domain");
      const { cores, memories, ports, devices, controllers } = computeLoss(machine, domain.members);
      const lost = [...cores, ...memories, ...ports, ...devices, ...controllers].map(({ path }) => path);
      const held = Array.from(indexContents(machine)(domain), ({ path }) => path);
      expect(held.sort()).toEqual(lost.sort());
    }),
    { numRuns: 40 },
  );
});
