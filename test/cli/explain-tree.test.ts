import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { hotos09 } from "./skerry.ts";

const squeeze = (out: string) => out.split("\n").map((line) => line.trim().replace(/ {2,}/g, "  "));

test("compares four trees from one core to all others, and draws the best", async () => {
  const { code, out, err } = await skerry(["explain", "tree", hotos09, "p[0].cpu[0]"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = squeeze(out);
  expect(lines[0]).toBe("A message from p[0].cpu[0] to 31 other cores of hotos09:");
  expect(lines.slice(2, 8).map((line) => line.split("  ")[0])).toEqual([
    "tree",
    expect.stringMatching(/^-+$/),
    "unicast",
    "multicast",
    "NUMA-aware multicast",
    "machine-aware tree",
  ]);
  expect(lines.filter((line) => /^[│├└ ─]*p\[\d\]\.cpu\[\d\] {2}/.test(line))).toHaveLength(32);
});

test("to some cores only, named by part or by pattern", async () => {
  const { out } = await skerry(["explain", "tree", hotos09, "p[0].cpu[0]", "p[3]", "p[*].cpu[1]", "--json"]);
  const { cores, trees } = JSON.parse(out);
  const named = [0, 1, 2, 3, 4, 5, 6, 7].map((p) => `p[${p}].cpu[1]`);
  expect([...cores].sort()).toEqual([...named, "p[3].cpu[0]", "p[3].cpu[2]", "p[3].cpu[3]"].sort());
  const [unicast, , , best] = trees;
  expect(best.multicast).toBeLessThan(unicast.multicast);
  expect(best.parents[0]).toBe(-1);
  expect(best.cores[0]).toBe("p[0].cpu[0]");
  expect(Math.max(...best.arrivals)).toBe(best.multicast);
});

test.each([
  [["p[9].cpu[0]"], "there is no core that is online p[9].cpu[0]"],
  [["p[0].cpu[0]", "q"], "there is no core that is online, nor a part with one, q"],
  [["p[0].cpu"], "p[0].cpu is no core that is online but several"],
])("refuses %j", async (operands, words) => {
  const { code, err } = await skerry(["explain", "tree", hotos09, ...operands]);
  expect(code).toBe(2);
  expect(err).toContain(words);
});
