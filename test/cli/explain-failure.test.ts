import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf } from "./skerry.ts";

const machine = `use "prelude/amd64"
use "prelude/devices"

package Chip {
  core cpu[2]: amd64 @ 1 GHz
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB
  port x[3]
}

machine square {
  package p[4]: Chip
  for i in 0..3 { link p[i].x[0] -- p[(i + 1) % 4].x[1], latency 100 ns }
  controller pic: 8 lines -> p[1].cpu[*]
  device disk: SataDisk at p[0].x[2], pluggable { interrupt -> pic 3 }
  failure domain left: p[0..1]
  power domain spare: p[3]
}
`;

const system = `use "./machine"

interface Echo { call echo(text: string<8>) -> (text: string<8>) }

system chat on square {
  service parrot: Echo = "./parrot.ts" on p[1].cpu[0], p[2].cpu[0]
  client near = "./near.ts" on p[1].cpu[1] uses parrot
  client far = "./far.ts" on p[0].cpu[0], p[3].cpu[1] uses parrot
}
`;

const files = { "machine.skerry": machine, "system.skerry": system };

test("of a domain: what is lost, who goes on elsewhere", async () => {
  const { code, out } = await skerry(["explain", "failure", folderOf(files), "left", "--json"]);
  expect(code).toBe(0);
  const answer = JSON.parse(out);
  expect(answer).toMatchObject({
    fails: "left",
    kind: "failure domain",
    lost: { cores: ["p[0].cpu[0]", "p[0].cpu[1]", "p[1].cpu[0]", "p[1].cpu[1]"], bytes: 2 ** 31, devices: ["disk"] },
    remain: 4,
    islands: [],
    unheard: [],
  });
  expect(answer.lost.links).toHaveLength(3);
  const [parrot, near, far] = answer.programs;
  expect(parrot).toMatchObject({ name: "parrot", lost: ["p[1].cpu[0]"], remain: ["p[2].cpu[0]"] });
  expect(near).toMatchObject({ name: "near", lost: ["p[1].cpu[1]"], remain: [] });
  expect(far).toMatchObject({ name: "far", lost: ["p[0].cpu[0]"], remain: ["p[3].cpu[1]"], unserved: [] });
});

test("of a package: the nearest copy that is left serves", async () => {
  const folder = folderOf(files);
  const { code, out, err } = await skerry(["explain", "failure", folder, "p[2]"]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("Without p[2] (package) this is lost:\n\n  cores        p[2].cpu[0..1]\n");
  expect(out).toContain("\n6 cores remain.\n");
  expect(out).toMatch(/parrot loses p\[2\]\.cpu\[0\] and stays on p\[1\]\.cpu\[0\]\n/);
  expect(out).toMatch(/ {2}on p\[3\]\.cpu\[1\]: parrot is now served from p\[1\]\.cpu\[0\] \(.+ → .+\)\n/);
  const both = await skerry(["explain", "failure", folder, "p[1]"]);
  expect(both.out).toContain("Nobody hears the interrupts of disk any more.\n");
});

test("of a link, by its ends; of nothing there is", async () => {
  const folder = folderOf(files);
  const link = await skerry(["explain", "failure", folder, "p[0].x[0] -- p[1].x[1]"]);
  expect(link.out).toMatch(/^8 cores remain\.$/m);
  expect(link.out).toMatch(/^\d+ of 56 routes between them led over what is lost; all of them lead round it\.$/m);
  expect(link.out).toContain("Those that lose most time:\n");
  const unknown = await skerry(["explain", "failure", folder, "lefd"]);
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("Did you mean left?")]);
});

test("of a device or a memory: who drove it, whose buffers lay there", async () => {
  const driver = `${system.replace(/\}\n$/, "")}
  client driver = "./driver.ts" on p[2].cpu[1] drives disk { buffer ring: 64 KiB in p[0].dram }
}
`;
  const folder = folderOf({
    "machine.skerry": machine.replace("{ interrupt", "{ dma reaches p[0].dram; interrupt"),
    "system.skerry": driver,
  });
  const disk = await skerry(["explain", "failure", folder, "disk"]);
  expect(disk.out).toContain("driver stays on p[2].cpu[1]\n  on p[2].cpu[1]: loses its device disk\n");
  const memory = await skerry(["explain", "failure", folder, "p[0].dram"]);
  expect(memory.out).toContain("  on p[2].cpu[1]: loses the buffer ring with p[0].dram\n");
});

test("of every domain and all that is pluggable, in short", async () => {
  const { code, out } = await skerry(["explain", "failure", folderOf({ "machine.skerry": machine })]);
  expect(code).toBe(0);
  expect(out.split("\n").slice(2, 5)).toEqual([
    expect.stringMatching(/^left +failure domain +4 +2 GiB +1 +all goes on$/),
    expect.stringMatching(/^spare +power domain +2 +1 GiB +0 +all goes on$/),
    expect.stringMatching(/^disk +device +0 +0 B +1 +all goes on$/),
  ]);
});
