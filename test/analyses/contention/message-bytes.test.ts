import { describe, expect, test } from "vitest";
import { contentsOf, mostData } from "../../../src/analyses/contention/message-bytes.ts";
import type { Operation } from "../../../src/model/interface.ts";
import { resolveText } from "../../resolve/resolve-text.ts";

function operation(text: string): Operation {
  const found = resolveText(`interface I { struct Pair { one: region<100>; other: writable region<200> } ${text} }`);
  expect(found.diagnostics).toEqual([]);
  const [first] = found.product.interfaces[0]?.operations ?? [];
  if (first === undefined) throw new Error("no operation");
  return first;
}

function contents(text: string, bytes: number | null = null) {
  const span = { source: { path: "", text: "" }, start: 0, end: 0 };
  const { toService, toClient } = contentsOf({
    operation: operation(text),
    size: bytes === null ? null : { bytes, span },
  });
  const print = (all: typeof toService) => all.map((one) => `${one.kind} ${one.bytes}`);
  return { toService: print(toService), toClient: print(toClient) };
}

describe("what one time of an operation moves", () => {
  test("a call its request and its reply, full or as full as is said", () => {
    const read = "call read(at: u64) -> (data: bytes<4096>)";
    expect(contents(read)).toEqual({ toService: ["message 8"], toClient: ["message 4100"] });
    expect(contents(read, 100)).toEqual({ toService: ["message 8"], toClient: ["message 104"] });
    expect(contents("call tell(a: string<10>, b: string<90>) -> (c: u8)", 3)).toEqual({
      toService: ["message 21"],
      toClient: ["message 1"],
    });
  });

  test("a message and an event themselves, to one side", () => {
    expect(contents("message trim(at: u64)")).toEqual({ toService: ["message 8"], toClient: [] });
    expect(contents("event done(at: u64)")).toEqual({ toService: [], toClient: ["message 8"] });
  });

  test("of streams and what is sent up, the items", () => {
    expect(contents("stream scan(from: u64) -> (at: u32)")).toEqual({ toService: [], toClient: ["message 4"] });
    expect(contents("call put(name: u64) <- (part: u16) -> (sum: u32)")).toEqual({
      toService: ["message 2"],
      toClient: [],
    });
    expect(contents("stream chat() <- (line: u16) -> (line: u32)")).toEqual({
      toService: ["message 2"],
      toClient: ["message 4"],
    });
  });

  test("the bytes of a region go to whoever reads them", () => {
    expect(contents("call load(into: writable region<64>) -> ()")).toEqual({
      toService: ["message 16"],
      toClient: ["message 0", "regions 64"],
    });
    expect(contents("call store(from: region<64>) -> ()")).toEqual({
      toService: ["message 16", "regions 64"],
      toClient: ["message 0"],
    });
    expect(contents("call both(pairs: Pair[2]) -> ()", 150)).toEqual({
      toService: ["message 64", "regions 200"],
      toClient: ["message 0", "regions 300"],
    });
  });

  test("most that can be said to be in it is that of the longest field, or region", () => {
    expect(mostData(operation("call read(at: u64) -> (a: bytes<10>, b: bytes<20>)"))).toBe(20);
    expect(mostData(operation("call both(pair: Pair) -> ()"))).toBe(200);
    expect(mostData(operation("call none(at: u64) -> ()"))).toBeNull();
  });
});
