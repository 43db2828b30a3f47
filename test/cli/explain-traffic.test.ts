import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { hotos09, smallFolder } from "./skerry.ts";

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
