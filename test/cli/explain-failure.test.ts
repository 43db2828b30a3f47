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
  expect(link.out).toMatch(
    /^\d+ of 56 routes between them led over what is lost; all of them lead round it, as the routing tables say\.$/m,
  );
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
  expect(memory.out).toContain("driver is lost\n  on p[2].cpu[1]: lost with its buffer ring in p[0].dram\n");
  expect(memory.out).toContain(
    "The kernels of p[0].cpu[0..1] are lost, which lay in p[0].dram; other memory is left for new ones.\n6 cores remain with a kernel.\n",
  );
  expect(memory.out).toContain(
    "far loses p[0].cpu[0] and stays on p[3].cpu[1]\n  on p[0].cpu[0]: lost with its kernel in",
  );
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

const lonely = `use "prelude/amd64"
use "prelude/devices"

interface Echo { call echo(text: string<8>) -> (text: string<8>) }

machine m {
  core cpu[3]: amd64 @ 1 GHz
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB
  device nic: SataDisk at cpu[2], pluggable { dma reaches dram }
}

system s on m {
  state hits: counter replicas every core, agree majority
  service parrot: Echo = "./parrot.ts" on cpu[0] near nic
  client near = "./near.ts" on cpu[1] uses parrot, hits
}
`;

test("of the only memory: no program stays, and none of its kernels", async () => {
  const folder = folderOf({ "machine.skerry": lonely });
  const { out } = await skerry(["explain", "failure", folder, "dram"]);
  expect(out).toContain(
    "The kernels of cpu[0..2] are lost, which lay in dram; they reach no memory any more.\nno core remains with a kernel.\n",
  );
  expect(out).toContain("parrot is lost\n  on cpu[0]: lost with its kernel in dram\n");
  expect(out).toContain("near is lost\n  on cpu[1]: lost with its kernel in dram\n");
  expect(out).toContain("hits (replicated) is lost with cpu[0..2]\n");
  const json = await skerry(["explain", "failure", folder, "dram", "--json"]);
  expect(JSON.parse(json.out)).toMatchObject({
    remain: 0,
    stranded: [
      { core: "cpu[0]", memory: "dram", hasOther: false },
      { core: "cpu[1]", memory: "dram", hasOther: false },
      { core: "cpu[2]", memory: "dram", hasOther: false },
    ],
    programs: [
      { name: "parrot", remain: [], causes: [{ core: "cpu[0]", with: "kernel", memory: "dram", isMemoryLost: true }] },
      { name: "near", remain: [] },
    ],
    objects: [{ name: "hits", remain: [], goesOn: false, isLeaderLost: true }],
  });
});

test("of what a program is to be near, and of a replica", async () => {
  const folder = folderOf({ "machine.skerry": lonely });
  const { out } = await skerry(["explain", "failure", folder, "cpu[2]"]);
  expect(out).toContain("parrot stays on cpu[0]\n  on cpu[0]: was to be near nic, which is lost\n");
  expect(out).toMatch(/^hits \(replicated\) loses cpu\[2\] and stays on cpu\[0..1\], and goes on/m);
  const two = await skerry(["explain", "failure", folder, "cpu[1]", "cpu[2]", "--json"]);
  expect(JSON.parse(two.out)).toMatchObject({
    fails: "cpu[1] and cpu[2]",
    lost: { cores: ["cpu[1]", "cpu[2]"], devices: ["nic"] },
    objects: [{ name: "hits", goesOn: false, remain: ["cpu[0]"] }],
  });
});

test("of several links at once: messages go as kernels send them", async () => {
  const folder = folderOf(files);
  const [first, second] = ["p[0].x[0] -- p[1].x[1]", "p[2].x[0] -- p[3].x[1]"];
  const { out } = await skerry(["explain", "failure", folder, first, second]);
  expect(out).toContain(`Without ${first} and ${second} (link and link) this is lost:`);
  expect(out).toContain("These can no longer all reach each other, only within each line:");
  const one = JSON.parse((await skerry(["explain", "failure", folder, first, "--json"])).out);
  expect(one.routes).toMatchObject({ rerouted: 16, foundAnew: 0, cutOff: 0 });
  // Two cores of one package and the link on the other side: no table was made for that.
  const more = JSON.parse((await skerry(["explain", "failure", folder, "p[1].cpu[0]", second, "--json"])).out);
  expect(more.routes.foundAnew).toBe(more.routes.rerouted - more.routes.cutOff);
  expect(more.routes.foundAnew).toBeGreaterThan(0);
  const unknown = await skerry(["explain", "failure", folder, "p[1]", "lefd"]);
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("Did you mean left?")]);
});
