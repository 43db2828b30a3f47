import { describe, expect, it } from "vitest";
import { placeOf } from "../../src/source/source-file.ts";
import type { Declaration } from "../../src/syntax/ast.ts";
import { SkerryParser } from "../../src/syntax/grammar/skerry-parser.ts";
import { parse } from "../../src/syntax/parse.ts";
import { withoutSpans } from "./arbitrary-file.ts";

const parseText = (text: string) => parse({ path: "a.skerry", text });

/** Code, line:column and message of everything that is wrong. */
const faultsOf = (text: string) =>
  parseText(text).diagnostics.map(
    ({ code, span, message }) => `${code} ${placeOf(span).replace("a.skerry:", "")} ${message}`,
  );

const declarationsOf = (text: string) => parseText(text).product.declarations;

function only<Kind extends Declaration["kind"]>(text: string, kind: Kind): Extract<Declaration, { kind: Kind }> {
  const [declaration] = declarationsOf(text).filter(
    (each): each is Extract<Declaration, { kind: Kind }> => each.kind === kind,
  );
  if (declaration === undefined) throw new Error(`no ${kind} in the text`);
  return declaration;
}

describe("the grammar", () => {
  it("is free of ambiguities that were not meant", () => {
    expect(() => new SkerryParser({ skipValidations: false })).not.toThrow();
  });
});

describe("parse", () => {
  it("reads an empty text, one of remarks only and one with a byte order mark", () => {
    expect(faultsOf("")).toEqual([]);
    expect(faultsOf("// nothing\n// here\n")).toEqual([]);
    expect(declarationsOf("\uFEFFisa x { }").map(({ name }) => name.text)).toEqual(["x"]);
  });

  it("takes every keyword as a name", () => {
    const text =
      "interface link { struct struct { at: u8; from: u8; core: port } call call(on: u8) -> (of: u8) fails fails }";
    expect(faultsOf(text)).toEqual([]);
    expect(only(text, "interface").items.map((item) => item.name.text)).toEqual(["struct", "call"]);
  });

  it("binds a unit only on the line of its number", () => {
    const [first, second] = only("interface I {\n const a = 5\n const b = 6 KiB\n}", "interface").items;
    expect(first).toMatchObject({ kind: "const", value: { kind: "number", value: 5 } });
    expect(second).toMatchObject({ kind: "const", value: { kind: "quantity", unit: { text: "KiB" } } });
  });

  it("reads an attribute's word only on the line of its name", () => {
    const { items } = only("machine m {\n link a -- b: X, ordered\n port p\n}", "machine");
    expect(items.map(({ kind }) => kind)).toEqual(["link", "port"]);
    expect(withoutSpans(items[0])).toMatchObject({ attributes: [{ name: { text: "ordered" }, value: null }] });
  });

  it("reads hexadecimal, binary and grouped numbers", () => {
    const values = only(
      "interface I { const a = 0x1f; const b = 0b101; const c = 1_000; const d = 3.25 }",
      "interface",
    ).items;
    expect(
      values.map((item) => (item.kind === "const" && item.value.kind === "number" ? item.value.value : null)),
    ).toEqual([31, 5, 1000, 3.25]);
  });

  it("binds `*` closer than `+`, and both from the left", () => {
    const [item] = only("interface I { const a = 1 - 2 - 3 * 4 }", "interface").items;
    expect(withoutSpans(item)).toMatchObject({
      value: { operator: "-", left: { operator: "-" }, right: { operator: "*" } },
    });
  });

  it("ends the paths of `shared by` where an attribute begins", () => {
    const [cache] = only("machine m { cache c: 1 MiB, shared by a[0], a[1], latency 4 ns }", "machine").items;
    expect(withoutSpans(cache)).toMatchObject({
      sharedBy: [{ steps: [{ name: { text: "a" } }] }, { steps: [{ name: { text: "a" } }] }],
      attributes: [{ name: { text: "latency" } }],
    });
  });

  it("keeps documentation with what it documents", () => {
    const text = "/// One.\n///   Two.\nisa x { }\n\nenum";
    expect(declarationsOf(text)[0]?.documentation).toBe("One.\n  Two.");
  });

  it("warns of documentation that documents nothing", () => {
    expect(faultsOf("isa x { }\n/// lost\n")).toEqual([
      "SK1012 2:1 nothing that can be documented follows this `///`; a remark begins with `//`",
    ]);
  });
});

describe("what is wrong with a text", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["a missing sign", "machine m { core c amd64 }", ["SK1001 1:20 expected `:` after `c`, found `amd64`"]],
    [
      "a missing value at the end of a line",
      "interface I {\n  const a =\n  const b = 1\n}",
      ["SK1001 3:9 expected a new line or `;` after `const`, found `b`"],
    ],
    [
      "a missing comma",
      "isa x { word 64 bits little endian }",
      ["SK1001 1:22 expected `,` or `}` after `bits`, found `little`"],
    ],
    ["a string that never ends", 'use "prelude/amd64', ['SK1005 1:5 this string has no closing `"` on its line']],
    ["an unknown escape", 'use "a\\qb"', ['SK1006 1:7 `\\q` is no escape: a string knows `\\"`, `\\\\` and `\\n`']],
    ["a malformed number", "interface I { const a = 0xfg }", ["SK1007 1:25 `0xfg` is no number"]],
    [
      "stray characters, once a run",
      "isa x { } $$$ ##",
      ["SK1004 1:11 `$$$` means nothing here", "SK1004 1:15 `##` means nothing here"],
    ],
    ["a brace too many", "isa x { }\n}", ["SK1003 2:1 this `}` closes nothing"]],
    [
      "a file that ends in a block",
      "machine m {\n  port a",
      ["SK1002 2:9 the `{` of line 1 is not closed before the end of the file"],
    ],
    ["a late use", 'isa x { }\nuse "a"', ['SK1009 2:1 `use "a"` has to stand before the first declaration']],
    ["NUL bytes", "\0\0\0", ["SK1004 1:1 `\\u{0}\\u{0}\\u{0}` means nothing here"]],
  ];

  it.each(cases)("is said for %s", (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it("names the keyword that was meant", () => {
    const [fault] = parseText("machine m {\n  memry dram: 2 GiB\n}").diagnostics;
    expect(fault?.code).toBe("SK1010");
    expect(fault?.fixes.map(({ edits }) => edits.map(({ text }) => text))).toEqual([["memory"]]);
  });

  it("points at the brace that is not closed", () => {
    const text = "package A {\n  port a\n\nmachine m {\n  port b\n}\n";
    const { product, diagnostics } = parseText(text);
    expect(diagnostics.map(({ code, related }) => [code, related.map(({ span }) => span.start)])).toEqual([
      ["SK1002", [text.indexOf("{")]],
    ]);
    expect(product.declarations.map(({ name }) => name.text)).toEqual(["A", "m"]);
  });

  it("is said for every independent error of a file in one run", () => {
    const text = `use prelude
machine m {
  core cpu[4] amd64
  cache l3: , latency 75 cycles
  memry dram: 2 GiB
  port ht[3
  link a.b - b.c: X
  link a.b -- b.c: X
}
interface I {
  struct S { a: u32; b u32; c: string<; d: u8 }
  enum E { a b, c = , d }
  call x(a: u32 -> ()
  call y(a: u32) -> ()
}
system s on m {
  service d: Block "x.ts"
  client c = "c.ts" uses d
}
`;
    const { product, diagnostics } = parseText(text);
    expect(diagnostics.map(({ span }) => placeOf(span).split(":")[1])).toEqual([
      "1",
      "3",
      "4",
      "5",
      "6",
      "7",
      "11",
      "11",
      "12",
      "12",
      "13",
      "17",
    ]);
    expect(product.declarations.map((each) => ("items" in each ? each.items.map(({ kind }) => kind) : []))).toEqual([
      ["link"],
      ["struct", "enum", "operation"],
      ["client"],
    ]);
  });

  it("is not repeated for what follows from it", () => {
    expect(faultsOf("machine m {\n  port a\n}\n  port b\n  link a -- b\n}\nisa x { }")).toEqual([
      "SK1010 4:3 nothing here begins with `port`: expected `isa`, `interconnect`, `device`, `package`, `die`, `cluster`, `board`, `box`, `part`, `machine`, `interface` or `system`",
    ]);
  });
});

describe("a text that is no description", () => {
  const noises: readonly (readonly [string, string])[] = [
    ["10 MB of a string that is never closed", `use "${"x".repeat(10_000_000)}`],
    ["10 MB of escapes in one", `use "${"\\n".repeat(5_000_000)}`],
    ["10 MB of one character", "\u0001".repeat(10_000_000)],
    ["100 000 opening braces", "{".repeat(100_000)],
    ["10 000 nested loops", `machine m { ${"for i in 0..1 { ".repeat(10_000)}`],
    ["10 000 parentheses", `interface I { const a = ${"(".repeat(10_000)}`],
    ["10 000 signs", `interface I { const a = ${"- ".repeat(10_000)}1 }`],
    ["10 000 clocks within indices", `machine m { link p${"[1 cycles of p".repeat(10_000)}`],
    ["100 000 summands", `interface I { const a = 1${" + 1".repeat(100_000)} }`],
    ["10 000 dimensions", `interface I { call x(a: u8${"[1]".repeat(10_000)}) }`],
    ["100 000 unclosed declarations", "machine m {\n".repeat(100_000)],
    ["500 000 words", "a b ".repeat(250_000)],
  ];

  it.each(noises)("ends in a few diagnostics: %s", (_, text) => {
    const { diagnostics } = parseText(text);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(101);
  });

  it("says when it gave up", () => {
    const { diagnostics } = parseText("isa x {\n".repeat(200));
    expect(diagnostics).toHaveLength(101);
    expect(diagnostics.at(-1)).toMatchObject({ code: "SK1011", severity: "note" });
  });
});
