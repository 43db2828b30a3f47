import { expect, test } from "vitest";
import { skerry } from "../cli/skerry.ts";
import { describeExample } from "./described-example.ts";

const side = 16;

test("has 4096 cores, each linked to six neighbours", () => {
  const { machine, diagnostics } = describeExample("torus");
  expect(diagnostics).toEqual([]);
  expect(machine.cores).toHaveLength(side ** 3);
  const linksAt = new Map<string, number>();
  for (const { from, to } of machine.links) {
    for (const end of [from, to]) {
      const port = "port" in end ? machine.ports[end.port] : undefined;
      const node = machine.parts[port?.part ?? -1]?.path ?? "";
      linksAt.set(node, (linksAt.get(node) ?? 0) + 1);
    }
  }
  expect(linksAt.size).toBe(side ** 3);
  expect(new Set(linksAt.values())).toEqual(new Set([6]));
});

test("boots all 4096 kernels under simulation; 256 of them integrate", { timeout: 600_000 }, async () => {
  const { code, out } = await skerry(["boot", "examples/torus", "--host", "simulation"]);
  expect(code).toBe(0);
  expect(out).toContain("256 cores say 3.141592654 to t.n[0][0][0].hart");
  expect(out).toContain("4096 kernels stopped");
});
