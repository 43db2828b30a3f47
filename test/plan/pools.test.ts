import { describe, expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import type { Pool } from "../../src/plan/plan.ts";
import { poolHead } from "../../src/runtime/kernel/resources/pool.ts";
import { textHost } from "./example-host.ts";

function poolsOf(operations: string, more = "", link = "ordered, reliable, polled"): readonly Pool[] {
  const text = `use "prelude/amd64"
interconnect Wire { transfer 64 bytes, ${link} }
package P { core cpu: amd64 @ 1 GHz; memory dram: 1 GiB; port out }
machine box { package p[2]: P; link p[0].out -- p[1].out: Wire, latency 10 ns }
interface A @ 1 { ${operations} }
${more === "" ? 'system s on box { service a: A = "./a.ts" on p[0].cpu; client c = "./c.ts" on p[1].cpu uses a }' : more}
`;
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": text }), {});
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return product.plan.boot?.pools ?? [];
}

describe("a core has shared memory to lease", () => {
  test("only where its programs pass regions", () => {
    expect(poolsOf("call a(data: bytes<4096>)")).toEqual([]);
    expect(poolsOf("call a(data: region<4096>)").map(({ core }) => core)).toEqual([0, 1]);
  });

  test("for sixteen of the longest, within bounds, behind its tables", () => {
    const bytesOf = (bound: number) => poolsOf(`call a(data: region<${bound}>)`).find(({ core }) => core === 1)?.bytes;
    expect(bytesOf(64)).toBe(poolHead + 64 * 1024);
    expect(bytesOf(65_536)).toBe(poolHead + 1024 * 1024);
    expect(bytesOf(1_000_000)).toBe(poolHead + 4 * 1024 * 1024);
    expect(bytesOf(8_000_000)).toBe(poolHead + 8_000_000);
  });

  test("near those who read what is written there", () => {
    const memoryOf = (type: string) => poolsOf(`call a(data: ${type})`).find(({ core }) => core === 1)?.memory;
    expect(memoryOf("region<4096>")).toBe(0);
    expect(memoryOf("writable region<4096>")).toBe(1);
  });

  test("unless whom it could pass one to does not reach its memory", () => {
    expect(poolsOf("call a(data: region<4096>)", "", "ordered, unreliable, polled")).toEqual([]);
  });

  test("also when it comes by the service through an endpoint", () => {
    const system = `interface B @ 1 { call b() -> (a: endpoint<A>) }
system s on box { service a: A = "./a.ts" on p[0].cpu; service b: B = "./b.ts" on p[0].cpu uses a; client c = "./c.ts" on p[1].cpu uses b }`;
    expect(poolsOf("call a(data: region<4096>)", system).map(({ core }) => core)).toEqual([0, 1]);
  });
});
