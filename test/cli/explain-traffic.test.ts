import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, hotos09, smallFolder } from "./skerry.ts";

test("lists what carries the declared traffic, the busiest first, and who fills it", async () => {
  const { code, out, err } = await skerry(["explain", "traffic", hotos09]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out.split("\n").map((line) => line.trim().replace(/ {2,}/g, "  "));
  expect(lines).toContain("p[7].ht[1] -> p[6].ht[2]  8.46 %  338.43 MB/s  4 GB/s  48.73 ns  disk.read of web");
  expect(lines).toContain("web  disk.read  337.92 MB/s  100 %");
  expect(lines).toContain("web 0  disk.read  20 kHz  p[3].cpu[0]  p[7].cpu[0]  585 ns  744.73 ns");
});

test("as JSON: demands in bytes per second, waits in picoseconds", async () => {
  const { out } = await skerry(["explain", "traffic", hotos09, "--json"]);
  const { ok, loads, flows } = JSON.parse(out);
  expect(ok).toBe(true);
  // 8 bytes of request; a slot that tells of 65 lines of a full reply. 20,000 times a second, of four copies.
  expect(loads[0].filledBy[0]).toEqual({ program: "web", operation: "disk.read", demand: 4 * 20_000 * 66 * 64 });
  expect(flows).toHaveLength(16);
  expect(flows[0]).toMatchObject({ operation: "disk.read", rate: 20_000, unloaded: 585_000 });
});

test("a system that declares none says how to", async () => {
  const { code, err } = await skerry(["explain", "traffic", smallFolder()]);
  expect(code).toBe(2);
  expect(err).toContain("declares traffic");
  expect(err).toContain("traffic disk.read 20 kHz");
});

test("a latency comes with the waits of the traffic that goes the same way", async () => {
  const { out } = await skerry(["explain", "latency", hotos09, "p[3].cpu[0]", "p[7].cpu[0]"]);
  const lines = out.split("\n").map((line) => line.trim().replace(/ {2,}/g, "  "));
  expect(lines).toContain("with the waits  617.4 cycles  308.69 ns  the declared traffic");
  const back = await skerry(["explain", "latency", hotos09, "p[7].cpu[0]", "p[3].cpu[0]", "--json"]);
  expect(JSON.parse(back.out)).toMatchObject({ picoseconds: 162_500, bandwidth: 4e9, loaded: 162_500 + 3 * 4515 });
});

const stated = `use "prelude/amd64"
use "prelude/links"

package Socket {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 50 ns
  port ht
}
machine pair {
  package p[2]: Socket
  link p[0].ht -- p[1].ht: HyperTransport, latency 60 ns, bandwidth RATE
}
system site on pair {
  state names: map<string<32>, u64, 1024> replicas on p[0].cpu[0], p[1].cpu[0], agree broadcast
  client web = "./web.ts" on p[1].cpu[*] uses names
    traffic names.set 2 kHz, names.get 20 kHz, names.read 100 Hz
}
`;

const statedAt = (rate: string): string => folderOf({ "site.skerry": stated.replace("RATE", rate) });

test("what is asked of replicated state goes along the tree of its replicas", async () => {
  const { code, out } = await skerry(["explain", "traffic", statedAt("2 GB/s"), "--json"]);
  expect(code).toBe(0);
  const { flows, stateFlows, loads } = JSON.parse(out);
  expect(flows).toEqual([]);
  expect(stateFlows.map((flow: { operation: string; messages: number }) => [flow.operation, flow.messages])).toEqual(
    // Ordered, acknowledged and told between two replicas; passed on where the nearer one does not order, and asked from afar.
    expect.arrayContaining([
      ["names.get", 0],
      ["names.get", 2],
    ]),
  );
  const agreed = await skerry(["explain", "agreement", statedAt("2 GB/s"), "--json"]);
  const [{ users }] = JSON.parse(agreed.out).states;
  const sets = stateFlows.filter((flow: { operation: string }) => flow.operation === "names.set");
  expect(sets.map((flow: { messages: number; unloaded: number }) => [flow.messages, flow.unloaded])).toEqual(
    users.map(({ change }: { change: { messages: number; time: number } }) => [change.messages, change.time]),
  );
  const link = loads.find(({ over }: { over: string }) => over.includes("ht"));
  expect(link.filledBy[0]).toMatchObject({ program: "web", operation: "names.set" });
});

test("what takes more than a link has has no end under load, and is a warning", async () => {
  const { out, err } = await skerry(["explain", "traffic", statedAt("1 MB/s")]);
  expect(err).toContain("`names.set` of `web`");
  expect(out).toMatch(/web 1 +names\.set +2 kHz +p\[1\]\.cpu\[1\] +p\[1\]\.cpu\[0\] +\d+ +[\d.]+ µs +no end/);
});
