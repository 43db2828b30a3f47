import { describe, expect, test } from "vitest";
import type { Program } from "../../../src/model/deployment.ts";
import { format } from "../../../src/syntax/format.ts";
import { small } from "../../checks/found-by.ts";
import { resolveText } from "../resolve-text.ts";

/** A machine with a device at each package, and a system of one service `s` and a client `x`. */
const hardware = `device Nic { bandwidth 1 GB/s }
machine wired {
  package p[2]: Pair
  device nic: Nic at p[0] { dma reaches p[*].ram }
  device disk: Nic at p[1]
}
`;
const textOf = (clauses: string) =>
  `${small}${hardware}system a on wired { service s: Echo = "./s.ts"; client x = "./x.ts" ${clauses} }`;

function programOf(clauses: string): Program {
  const { product, diagnostics } = resolveText(textOf(clauses));
  expect(diagnostics).toEqual([]);
  const [found] = product.systems[0]?.clients ?? [];
  if (found === undefined) throw new Error("no client");
  return found;
}

const wishesOf = (clauses: string) =>
  programOf(clauses).wishes.map(({ span, ...wish }) => ({
    ...wish,
    text: span.source.text.slice(span.start, span.end),
  }));
const faultsOf = (clauses: string) =>
  resolveText(textOf(clauses)).diagnostics.map(({ code, message }) => `${code} ${message}`);

describe("wishes", () => {
  test("to be apart are about cores, unless a level is said", () => {
    expect(wishesOf("apart from s apart from s by package")).toEqual([
      { kind: "apart", program: "s", level: "core", text: "apart from s" },
      { kind: "apart", program: "s", level: "package", text: "apart from s by package" },
    ]);
  });

  test("for copies put no two on one core, unless a level is said", () => {
    expect(wishesOf("copies 4 spread by package copies 2 near nic")).toMatchObject([
      { kind: "copies", count: 4, spread: "package", text: "copies 4 spread by package" },
      { kind: "copies", count: 2, spread: "core", text: "copies 2" },
      { kind: "near", text: "near nic" },
    ]);
  });

  test("for what a core must be are one each", () => {
    expect(wishesOf("requires isa tiny, word 32 bits requires memory 64 MiB")).toEqual([
      { kind: "requires", requirement: { kind: "isa", isa: "tiny" }, text: "isa tiny" },
      { kind: "requires", requirement: { kind: "word", bits: 32 }, text: "word 32 bits" },
      { kind: "requires", requirement: { kind: "memory", bytes: 2 ** 26 }, text: "memory 64 MiB" },
    ]);
  });

  test.each([
    ["apart from t", ["SK5201 there is no program `t` in the system `a`"]],
    ["apart from x", ["SK5202 `x` cannot be apart from itself: its copies are spread by `copies … spread by …`"]],
    ["apart from s by packag", ["SK5010 `packag` is no level of a machine; did you mean `package`?"]],
    ["copies 0", ["SK2209 the number of copies must be from 1 to 65536, but this is 0"]],
    [
      "requires isa tinny",
      [
        "SK5203 `x` requires the instruction set `tinny`, and the machine `wired` has no core of it; did you mean `tiny`?",
      ],
    ],
    [
      "requires isa vax",
      ["SK5203 `x` requires the instruction set `vax`, and the machine `wired` has no core of it: it has tiny"],
    ],
  ])("%s is reported", (clauses, faults) => {
    expect(faultsOf(clauses)).toEqual(faults);
  });
});

describe("buffers", () => {
  test("say whose they are", () => {
    const { buffers, drives } = programOf(
      "drives nic { buffer rx: 2 MiB for nic, forwarded; buffer index: 64 MiB, read by s, read by x; buffer ring: 4096 bytes in p[0].ram }",
    );
    expect(drives.map(({ device }) => device.path)).toEqual(["nic"]);
    expect(buffers).toMatchObject([
      { name: "rx", size: 2 ** 21, device: { device: { path: "nic" } }, forwarded: true, readers: [], memory: null },
      { name: "index", size: 2 ** 26, device: null, forwarded: false, readers: [{ program: "s" }, { program: "x" }] },
      { name: "ring", size: 4096, memory: { memory: { path: "p[0].ram" } } },
    ]);
  });

  test.each([
    ["drives nic, nic", "SK5205 `x` says twice that it drives `nic`"],
    ["drives p[0].ram", "SK5204 `x` can drive devices only, and `p[0].ram` is a memory"],
    ["{ buffer a: 1 KiB; buffer a: 2 KiB }", "SK5208 `x` has two buffers called `a`"],
    ["{ buffer a: 1 KiB for nic for disk }", "SK5209 the buffer `a` says twice which device it is for"],
    ["{ buffer a: 1 KiB for p[0] }", "SK5210 the buffer `a` can be for a device, and `p[0]` is a package"],
    ["{ buffer a: 1 KiB in nic }", "SK5211 the buffer `a` can lie in a memory, and `nic` is a device"],
    ["{ buffer a: 1 KiB read by t }", "SK5201 there is no program `t` in the system `a`"],
  ])("%s is reported", (clauses, fault) => {
    expect(faultsOf(clauses)).toEqual([fault]);
  });
});

test("the words of clauses are names too", () => {
  const names = ["apart", "from", "copies", "spread", "requires", "drives", "buffer", "forwarded", "read"];
  const items = names.map((name) => `client ${name} = "./${name}.ts" apart from x`).join("; ");
  const { diagnostics } = resolveText(`${small}system a on small { client x = "./x.ts"; ${items} }`);
  expect(diagnostics).toEqual([]);
});

test("the formatter lays out the braces of a program", () => {
  const text = `system a on m { client x = "./x.ts" drives nic copies 2 spread by package { buffer a:1 KiB for nic , forwarded;
buffer b: 2 KiB }
}
`;
  expect(format({ path: "a.skerry", text }).product).toBe(`system a on m {
  client x = "./x.ts" drives nic copies 2 spread by package {
    buffer a: 1 KiB for nic, forwarded
    buffer b: 2 KiB
  }
}
`);
});
