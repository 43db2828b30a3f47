import { expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { readRoutes } from "../../src/plan/read-routes.ts";
import { textHost } from "./example-host.ts";

/** A chain of 41 nodes of 100 cores, and three cores more at its end. */
const text = `use "prelude/amd64"

package Node {
  core cpu[100]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 100 ns
  port way[2]
}

package Stray {
  core cpu[3]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 100 ns
  port way
}

machine ragged {
  package n[41]: Node
  package stray: Stray
  for i in 0..39 { link n[i].way[1] -- n[i + 1].way[0], latency 1 us }
  link n[40].way[1] -- stray.way, latency 1 us
}
`;

test("more cores than a table of all pairs holds, in nodes that differ, go by their node", () => {
  const { product, diagnostics } = compile(["ragged.skerry"], textHost({ "ragged.skerry": text }));
  expect(diagnostics).toEqual([]);
  const { machine, routes } = product.plan ?? {};
  if (machine == null || routes == null) throw new Error("There is a machine.");
  expect(machine.cores.length).toBe(4103);
  expect(routes.dimensions.map(({ nextHop }) => [nextHop.length, nextHop[0]?.length])).toEqual([[4103, 42 + 100]]);
  expect(routes.unprepared).toEqual(["cores", "links"]);
  const core = (path: string): number => machine.cores.findIndex((each) => each.path === path);
  const [first, last] = [core("n[0].cpu[7]"), core("stray.cpu[1]")];
  // 41 links, each with the line's way across the sender's node, and no more: core 7 is joined with core 7 % 3 = 1.
  expect(readRoutes(routes).latency(first, last)).toBe(41 * 1_100_000);
  expect(readRoutes(routes).latency(last, first)).toBeGreaterThanOrEqual(41 * 1_100_000);
}, 120_000);
