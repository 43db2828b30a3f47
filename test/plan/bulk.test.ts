import { describe, expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import type { BulkRing } from "../../src/plan/plan.ts";
import { textHost } from "./example-host.ts";

const domain = "core cpu[2]: amd64 @ 1 GHz; coherence between cpu[*]: latency 10 ns; memory dram: 1 GiB";
const linked = "core cpu[2]: amd64 @ 1 GHz; link cpu[0] -- cpu[1]: Wire, latency 10 ns";

interface Said {
  readonly wire?: string;
  readonly hardware?: string;
  readonly operations: string;
}

function bulkOf({ wire = "", hardware = domain, operations }: Said): readonly BulkRing[] {
  const text = `use "prelude/amd64"
interconnect Wire { transfer 64 bytes, ${wire === "" ? "ordered, reliable, polled" : wire} }
machine box { ${hardware} }
interface A @ 1 { ${operations} }
system s on box { service a: A = "./a.ts" on cpu[0]; client b = "./b.ts" on cpu[1] uses a }
`;
  const { product, diagnostics } = compile(["d.skerry"], textHost({ "d.skerry": text }), {});
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("; "));
  return product.plan.boot?.bulk ?? [];
}

function directions(said: Said): readonly string[] {
  return bulkOf(said).map(({ direction, blocks, blockBytes }) => `${direction} ${blocks} × ${blockBytes}`);
}

describe("a binding has blocks", () => {
  test.each([
    ["call a(data: bytes<76>) -> (data: bytes<76>)", []],
    ["call a(data: bytes<77>)", ["request 16 × 128"]],
    ["call a() -> (data: bytes<4096>)", ["reply 16 × 4160"]],
    ["message a(data: bytes<4096>)", ["request 16 × 4160"]],
    ["event a(data: bytes<4096>)", ["reply 16 × 4160"]],
    ["stream a() -> (data: bytes<60000>)", ["reply 4 × 60032"]],
    ["struct S { text: string<100> } call a() fails S", ["reply 16 × 128"]],
  ])("for what its longest messages are: %s", (operations, expected) => {
    expect(directions({ operations })).toEqual(expected);
  });

  test.each([
    ["ordered, reliable, polled", 1],
    ["unordered, reliable, polled", 0],
    ["ordered, unreliable, polled", 0],
    ["ordered, reliable, interrupt", 0],
    ["ordered, reliable, polled, broadcast", 0],
  ])("where links carry loads and stores: %s", (wire, rings) => {
    expect(bulkOf({ hardware: linked, wire, operations: "message a(data: bytes<100>)" })).toHaveLength(rings);
  });

  test("by the core that reads them, where that has memory", () => {
    expect(bulkOf({ operations: "message a(data: bytes<100>)" })).toMatchObject([{ from: 1, to: 0, memory: 0 }]);
    expect(bulkOf({ hardware: linked, operations: "message a(data: bytes<100>)" })).toMatchObject([{ memory: null }]);
  });
});
