/** How far the best tree is off the quickest of all there are, found by trying all. */
import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { bestTree } from "../../../src/analyses/trees/compare-trees.ts";
import { completionOf } from "../../../src/analyses/trees/times.ts";
import { allTrees, networks } from "./priced.ts";

test("on 150 networks of up to five cores it is nearly always the quickest, and never a fifth slower", () => {
  const ratios = fc
    .sample(fc.tuple(networks(5), fc.integer({ min: 1, max: 3 })), { seed: 2009, numRuns: 150 })
    .map(([{ count, costs }, perGroup]) => {
      const cores = Array.from({ length: count }, (_, core) => core);
      const least = Math.min(...allTrees(0, cores.slice(1)).map((tree) => completionOf(tree, costs)));
      const groupOf = (core: number) => Math.floor(core / perGroup);
      return completionOf(bestTree({ root: 0, cores, groupOf, costs }), costs) / least;
    });
  expect(Math.min(...ratios)).toBe(1);
  expect(ratios.filter((ratio) => ratio === 1).length).toBeGreaterThan(0.95 * ratios.length);
  expect(ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length).toBeLessThan(1.01);
  expect(Math.max(...ratios)).toBeLessThan(1.2);
}, 60_000);
