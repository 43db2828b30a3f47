import { expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { skerry } from "../cli/skerry.ts";
import { exampleHost } from "../plan/example-host.ts";

const { product, diagnostics } = compile(["system.skerry"], exampleHost("epyc2"));
const machine = product.plan?.machine;

test("has two sockets of 64 cores, eight nodes with cores and one without", () => {
  expect(diagnostics).toEqual([]);
  const { parts = [], cores = [], memories = [] } = machine ?? {};
  const isIn = (part: number, outer: string) => parts[part]?.path.startsWith(outer);
  expect(["p0", "p1"].map((path) => cores.filter(({ part }) => isIn(part, path)).length)).toEqual([64, 64]);
  expect(memories.map(({ node }) => node).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const populated = memories.map(({ part, node }) => ({
    node,
    cores: cores.filter((core) => isIn(core.part, parts[part]?.path ?? "")).length,
  }));
  expect(populated.filter((each) => each.cores === 16)).toHaveLength(8);
  expect(populated.filter((each) => each.cores === 0)).toEqual([{ node: 8, cores: 0 }]);
});

test("keeps the programs where their memory is", () => {
  const [hot, cold] = product.plan?.system?.services ?? [];
  const home = (core: number | undefined) => machine?.cores[core ?? -1]?.path;
  expect(home(hot?.instances[0]?.core)).toMatch(/^p1\.q0\./);
  expect(home(cold?.instances[0]?.core)).toMatch(/^p0\./);
});

test("boots all 128 kernels under simulation; pages come back, those put aside from afar", async () => {
  const { code, out } = await skerry(["boot", "examples/epyc2", "--host", "simulation"]);
  expect(code).toBe(0);
  expect(out).toContain("128 kernels stopped");
  expect(out).toContain("6 pages came back to p1.q0.ccd[0].cpu[1]");
  expect(out.match(/page \d comes from afar/g)).toEqual([1, 0, 6].map((page) => `page ${page} comes from afar`));
});
