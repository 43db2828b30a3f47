import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, hotos09, skerry as skerryProcess, smallFolder } from "./skerry.ts";

test("prints the table of the paper: derived, measured, the difference", async () => {
  const { code, out, err } = await skerryProcess(["explain", "latency", hotos09]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(`Latencies of machine hotos09, seen from p[0].cpu[0]; 2 GHz.

             derived  measured  difference  normalised to            per-hop cost,
access        cycles    cycles      cycles    L1, derived  measured        derived  measured
--------------------------------------------------------------------------------------------
L1                 2         2           0              1         1              –         –
L2                15        15           0            7.5       7.5              –         –
L3                75        75           0           37.5      37.5              –         –
other L1/L2      130       130           0             65        65              –         –
1-hop            195       190           5           97.5        95             65        60
2-hop            260       260           0            130       130             65        70
3-hop            325         –           –          162.5         –             65         –

Measured: HotOS '09, table 1.
`);
});

test("composes one latency from the parts, with the place that states each", async () => {
  const { code, out } = await skerry(["explain", "latency", hotos09, "p[0].cpu[0]", "p[2].cpu[0]", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    from: "p[0].cpu[0]",
    to: "p[2].cpu[0]",
    picoseconds: 130_000,
    reason: null,
    steps: [
      { what: "a line from another cache in p[2]", picoseconds: 65_000, at: "examples/hotos09/machine.skerry:12:3" },
      { what: "link p[0].ht[0] -- p[1].ht[0]", picoseconds: 32_500 },
      { what: "link p[1].ht[1] -- p[2].ht[0]", picoseconds: 32_500 },
    ],
    measured: [{ picoseconds: 130_000, source: "HotOS '09, table 1" }],
  });
});

test("a latency to a cache or a memory is one too", async () => {
  const cache = await skerry(["explain", "latency", hotos09, "p[1].cpu[2]", "p[1].l3", "--json"]);
  expect(JSON.parse(cache.out)).toMatchObject({ picoseconds: 37_500 });
  const memory = await skerry(["explain", "latency", hotos09, "p[1].cpu[2]", "p[1].dram"]);
  expect(memory).toMatchObject({ code: 0, err: "" });
  expect(memory.out).toContain("No latency is stated for memory p[1].dram.");
});

test("shows a route hop by hop; its costs add up", async () => {
  const { code, out } = await skerry(["explain", "route", hotos09, "p[3].cpu[0]", "p[7].cpu[1]", "--json"]);
  expect(code).toBe(0);
  const route = JSON.parse(out);
  expect(route).toMatchObject({ ok: true, from: "p[3].cpu[0]", to: "p[7].cpu[1]", hertz: 2e9 });
  const costs: number[] = route.hops.map((hop: { picoseconds: number }) => hop.picoseconds);
  expect(costs.reduce((sum, cost) => sum + cost, 0)).toBe(route.picoseconds);
  expect(route.hops[0].from).toBe("p[3].cpu[0]");
  expect(route.hops.at(-1).to).toBe("p[7].cpu[1]");
  const text = await skerry(["explain", "route", hotos09, "p[3].cpu[0]", "p[7].cpu[1]"]);
  expect(text.out).toMatch(/^p\[3\]\.cpu\[0\] to p\[7\]\.cpu\[1\]: \d hops, /);
  expect(text.out).toContain("examples/hotos09/machine.skerry:");
});

const neighbours = ["p[0].cpu[0]", "p[1].cpu[0]"] as const;

test.each(["p[0].ht[0]", "p[0].ht[0] -- p[1].ht[0]"])("shows the way round a link that is lost: %s", async (lost) => {
  const { code, out } = await skerry(["explain", "route", hotos09, ...neighbours, "without", lost, "--json"]);
  const route = JSON.parse(out);
  expect([code, route.without, route.hops.at(-1).to]).toEqual([0, lost, neighbours[1]]);
  expect(route.hops.length).toBeGreaterThan(1);
  expect(route.hops.every((hop: { via: string }) => !hop.via.includes("p[0].ht[0]"))).toBe(true);
});

test("what is lost may lie elsewhere, but not at an end", async () => {
  const text = await skerry(["explain", "route", hotos09, ...neighbours, "without", "p[3].cpu[1]"]);
  expect(text.out).toMatch(/^p\[0\]\.cpu\[0\] to p\[1\]\.cpu\[0\] without p\[3\]\.cpu\[1\]: 1 hop, /);
  const end = await skerry(["explain", "route", hotos09, ...neighbours, "without", neighbours[1]]);
  expect(end.err).toContain("p[1].cpu[0] is an end of the route");
});

test("says of every hop whether its cost is composed or nominal", async () => {
  const machine = path.join(path.dirname(hotos09), "this-machine");
  const composed = await skerry(["explain", "route", hotos09, "p[0].cpu[0]", "p[0].cpu[1]"]);
  expect(composed.out).toContain("  composed  ");
  expect(composed.out).not.toContain("Nominal");
  const nominal = await skerry(["explain", "route", machine, "p0.core0", "p0.core1"]);
  expect(nominal.out).toContain("  nominal  ");
  expect(nominal.out).toContain("Nominal: the description does not say");
});

test("the description may be an option, or lie in the current folder", async () => {
  const cwd = smallFolder();
  const pair = ["cpu[0]", "cpu[3]"];
  const [here, option, operand] = await Promise.all([
    skerry(["explain", "route", ...pair], { cwd }),
    skerry(["explain", "route", ...pair, "--file", "."], { cwd }),
    skerry(["explain", "route", "system", ...pair], { cwd }),
  ]);
  expect(here).toMatchObject({ code: 0, err: "" });
  expect(option).toEqual(here);
  expect(operand).toEqual(here);
});

test("says where programs lie and why", async () => {
  const { code, out } = await skerry(["explain", "placement", hotos09, "disk", "--json"]);
  expect(code).toBe(0);
  const { programs } = JSON.parse(out);
  expect(programs).toHaveLength(1);
  expect(programs[0]).toMatchObject({ name: "disk", instances: [{ core: expect.stringMatching(/^p\[7\]/) }] });
  expect(programs[0].instances[0].reasons[0]).toContain("disk0");
});

test("says where the fields of a message lie", async () => {
  const { code, out } = await skerry(["explain", "layout", hotos09, "Block.read"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^Block\.read request .*: 16 bytes, aligned to 8\n/);
  expect(out).toContain("Block.read reply");
  expect(out).not.toContain("Block.write");
});

test("says where the arms of a union lie, and what an open struct has room for", async () => {
  const text =
    "interface Disk { open struct Run<32> { at: u64 } union Job { move @ 3: Run; stop @ 300 } call c(job: Job) -> (net: Net.Word) } interface Net { type Word = u16 call d(disk: endpoint<Disk>) }";
  const file = path.join(folderOf({ "disk.skerry": text }), "disk.skerry");
  const union = await skerry(["explain", "layout", file, "Disk.Job"]);
  expect(union.out).toMatch(/^Disk\.Job .*: 40 bytes, aligned to 8, its tag a u16\n/);
  expect(union.out).toMatch(/^ +3 +8 +move +Run$/m);
  expect(union.out).toMatch(/^ *300 +stop *$/m);
  expect((await skerry(["explain", "layout", file, "Disk.Run"])).out).toMatch(
    /32 bytes, aligned to 8, of which this version uses 16/,
  );
  expect((await skerry(["explain", "layout", file])).out).toContain("Net.Word = u16");
  expect((await skerry(["explain", "layout", file])).out).toContain("endpoint<Disk>");
});

test("explains a code", async () => {
  const text = await skerryProcess(["explain", "sk8002"]);
  expect(text.code).toBe(0);
  expect(text.out).toMatch(/^SK8002 \(error\): the module of a service or client is missing\n\nA system names/);
  expect(Math.max(...text.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(JSON.parse((await skerry(["explain", "SK8002", "--json"])).out)).toMatchObject({ ok: true, code: "SK8002" });
});

test.each([
  [
    ["explain", "route", hotos09, "p[0].cpu[0]", "p[9].cpu[0]"],
    "there is no core p[9].cpu[0].\nDid you mean p[0].cpu[0]?",
  ],
  [["explain", "placement", hotos09, "dsik"], "there is no service or client dsik.\nDid you mean disk?"],
  [
    ["explain", "layout", hotos09, "Blok"],
    "there is no interface, operation, struct or union Blok.\nDid you mean Block?",
  ],
  [["explain", "latncy"], "there is nothing called latncy to explain.\nDid you mean latency?"],
  [["explain", "latncy", hotos09], "there is nothing called latncy to explain.\nDid you mean latency?"],
  [["explain", "SK3004", hotos09], `a code is explained without ${hotos09}.\nSay skerry explain SK3004.`],
  [["explain", "SK0001"], "there is nothing called SK0001 to explain."],
  [["explain", "route", "a"], "explain route cannot make sense of 1 operand.\nSay skerry explain route [FILE] FROM TO"],
])("%j is a wrong call", async (args, message) => {
  const { code, out, err } = await skerry(args, { cwd: folderOf({}) });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`skerry: ${message}`);
});
