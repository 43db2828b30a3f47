import { describe, expect, test } from "vitest";
import type { Interface, Type } from "../../../src/model/interface.ts";
import { faultsOf, resolveText } from "../resolve-text.ts";

function interfaceOf(body: string): Interface {
  const { product, diagnostics } = resolveText(`interface I { ${body} }`);
  expect(diagnostics).toEqual([]);
  const [found] = product.interfaces;
  if (found === undefined) throw new Error("no interface");
  return found;
}

const valuesOf = (body: string) =>
  Object.fromEntries(interfaceOf(body).constants.map(({ name, value }) => [name, value]));

function typeOf(text: string): Type | undefined {
  return interfaceOf(`struct S { field: ${text} }`).structs[0]?.fields[0]?.type;
}

describe("constants", () => {
  test("are computed from one another in any order, sizes in bytes", () => {
    expect(
      valuesOf("const a = b * 2 + 1; const b = 512; const page = 4 KiB; const negative = -b; const half = 1.5"),
    ).toEqual({
      a: 1025,
      b: 512,
      page: 4096,
      negative: -512,
      half: 1.5,
    });
  });

  test("may stand in a chain of any length", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `const c${index} = c${index + 1} + 1`);
    expect(valuesOf(`${chain.join("; ")}; const c20000 = 0`)).toMatchObject({ c0: 20_000, c19999: 1 });
  });

  test("bound types by their value", () => {
    const body =
      "const sector = 512; const page = 1 KiB; struct S { a: bytes<sector * 8>; b: string<page>; c: u8[sector] }";
    expect(interfaceOf(body).structs[0]?.fields.map(({ type }) => type)).toEqual([
      { kind: "bytes", bound: 4096 },
      { kind: "string", bound: 1024 },
      { kind: "array", element: { kind: "scalar", name: "u8" }, length: 512, bounded: false },
    ]);
  });

  test("in a circle are one fault, and what uses them is silent", () => {
    expect(faultsOf("interface I { const a = b; const b = c; const c = b; struct S { x: bytes<a> } }")).toEqual([
      "1:34 SK4009 the constant `b` is defined by itself: `b` → `c` → `b`",
    ]);
  });

  test("know no times and no cores", () => {
    expect(faultsOf("interface I { const a = 4 ns; const b = 3 cycles of p[0] }")).toEqual([
      "1:25 SK4010 the constant `a` must be a plain number or a size, but this is a time (4 ns)",
      "1:53 SK4011 an interface knows no machine, so it cannot count cycles of a core",
    ]);
  });
});

describe("names for types", () => {
  test("stand for what they say, in any order", () => {
    const { aliases, structs } = interfaceOf("struct S { a: B; c: C[2] } type B = C[..4]; type C = id u16");
    const [b, c] = aliases;
    expect(c).toMatchObject({ name: "C", isId: true, type: { kind: "scalar", name: "u16" } });
    expect(b).toMatchObject({ name: "B", isId: false, type: { kind: "array", element: c, length: 4, bounded: true } });
    expect(structs[0]?.fields.map(({ type }) => type)).toEqual([
      b,
      { kind: "array", element: c, length: 2, bounded: false },
    ]);
  });

  test("end somewhere", () => {
    const chain = Array.from({ length: 2000 }, (_, index) => `type T${index} = T${index + 1}`).join("; ");
    expect(faultsOf(`interface I { ${chain}; type T2000 = u8 }`)[0]).toMatch(/SK4007/);
    expect(faultsOf("interface I { type A = B[2]; struct B { a: A } }")).toEqual([
      "1:20 SK4006 the type `A` contains itself: `A` → `B` → `A`",
    ]);
  });

  test("may be enums and structs that calls fail with", () => {
    const { operations, enums } = interfaceOf("enum E { a } type F = E; call c() fails F");
    expect(operations[0]?.fails).toBe(enums[0]);
  });
});

describe("fields", () => {
  test("may be absent when they say so", () => {
    const { operations } = interfaceOf("call c(a?: u8, b: u8) -> (c?: u8)");
    const [call] = operations;
    expect([...(call?.parameters ?? []), ...(call?.results ?? [])].map(({ isOptional }) => isOptional)).toEqual([
      ...[true, false, true],
    ]);
  });
});

describe("numbers of operations", () => {
  test("are what they say, else the next", () => {
    const { operations } = interfaceOf("call a() message b @ 7 () event c() call d @ 2 ()");
    expect(operations.map(({ identity }) => identity)).toEqual([1, 7, 8, 2]);
  });

  test("occur once", () => {
    expect(faultsOf("interface I { call a() call b @ 1 () call c @ 256 () }")).toEqual([
      "1:29 SK4024 `b` is operation 1, which is `a` already (a.skerry:1:20)",
      expect.stringMatching(/^1:47 /),
    ]);
  });
});

describe("unions", () => {
  test("have arms with a type and without, in any order with what they are made of", () => {
    const { unions, structs } = interfaceOf("open union U { a: S; b; c: u8[2] } struct S { x: u8 }");
    expect(unions).toMatchObject([{ name: "U", isOpen: true }]);
    const c = { kind: "array", element: { kind: "scalar", name: "u8" }, length: 2, bounded: false };
    expect(unions[0]?.arms.map(({ name, type }) => [name, type])).toEqual([
      ["a", structs[0]],
      ["b", null],
      ["c", c],
    ]);
  });
});

describe("flags", () => {
  const flagsOf = (body: string) => {
    const found = interfaceOf(body).flags[0];
    return [found?.underlying, ...(found?.members.map(({ name, value }) => `${name}=${value}`) ?? [])];
  };

  test("go on with the next bit", () => {
    expect(flagsOf("flags F { a, b = 12, c, d = 2, e = 32 }")).toEqual(["u8", "a=1", "b=12", "c=16", "d=2", "e=32"]);
    expect(flagsOf("flags F { a, b = 0x80000000 }")).toEqual(["u32", "a=1", "b=2147483648"]);
  });

  test("have no bit in common", () => {
    expect(faultsOf("interface I { flags F: u8 { a, b = 6, c = 4 } }")).toEqual([
      "1:39 SK4022 `c` is 4 and has a bit in common with `b`, which is 6 (a.skerry:1:32)",
    ]);
  });
});

describe("open and strict", () => {
  test("are said in front; strict is what nothing says", () => {
    const { enums, flags } = interfaceOf("enum A { a } strict enum B { b } open enum C { c } open flags D { d }");
    expect(enums.map(({ isOpen }) => isOpen)).toEqual([false, false, true]);
    expect(flags.map(({ isOpen }) => isOpen)).toEqual([true]);
  });
});

describe("enums", () => {
  const enumOf = (body: string) => {
    const found = interfaceOf(body).enums[0];
    return [found?.underlying, ...(found?.members.map(({ name, value }) => `${name}=${value}`) ?? [])];
  };

  test("count on from the last value", () => {
    expect(enumOf("enum E: u16 { a, b = 7, c, d = 3, e }")).toEqual(["u16", "a=0", "b=7", "c=8", "d=3", "e=4"]);
  });

  test.each([
    ["a", "u8"],
    ["a = 255", "u8"],
    ["a = 255, b", "u16"],
    ["a = 0x10000", "u32"],
    ["a = 0x100000000", "u64"],
    ["a = -1", "i8"],
    ["a = -1, b = 128", "i16"],
    ["a = -1, b = 0x80000000", "i64"],
  ])("take the smallest integer for { %s }: %s", (members, integer) => {
    expect(enumOf(`enum E { ${members} }`)[0]).toBe(integer);
  });

  test("keep within their integer", () => {
    expect(faultsOf("interface I { enum E: i8 { a = -129, b = 127, c } enum F: u64 { a = -1 } }")).toEqual([
      "1:28 SK4013 `a` is -129, but an i8 member can be -128 to 127",
      "1:47 SK4013 `c` is 128, but an i8 member can be -128 to 127",
      "1:65 SK4013 `a` is -1, but a u64 member can be 0 to 9007199254740991",
    ]);
  });

  test("stop at the largest exact number, which JavaScript cannot count past", () => {
    expect(faultsOf("interface I { enum E: u64 { a = 9007199254740991, b } }")).toEqual([
      "1:51 SK4013 `b` is 9007199254740992, but a u64 member can be 0 to 9007199254740991",
    ]);
  });

  test("give each value once", () => {
    expect(faultsOf("interface I { enum E { a = 1, b = 0, c } }")).toEqual([
      "1:38 SK4014 `c` is 1, which is `a` already (a.skerry:1:24)",
    ]);
  });

  test("count from nothing behind a faulty value", () => {
    expect(faultsOf("interface I { enum E: u8 { a = x, b, c } }")).toEqual(["1:32 SK2208 there is no value `x` here"]);
  });
});

describe("types", () => {
  test.each(["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "bool", "f32", "f64"])("%s is built in", (name) => {
    expect(typeOf(name)).toEqual({ kind: "scalar", name });
  });

  test("arrays of arrays read from the inside out", () => {
    expect(typeOf("u8[2][..3]")).toMatchObject({ length: 3, bounded: true, element: { length: 2, bounded: false } });
  });

  test("structs stand in any order", () => {
    const { structs } = interfaceOf("struct A { b: B[2] } struct B { c: C } struct C { x: u8 }");
    expect(structs.map(({ name }) => name)).toEqual(["A", "B", "C"]);
    expect(structs[0]?.fields[0]?.type).toMatchObject({ element: structs[1] });
    expect(structs[1]?.fields[0]?.type).toBe(structs[2]);
  });

  test.each([
    ["Extnt", "Extent"],
    ["U32", "u32"],
    ["boolean", "bool"],
    ["int", "i32"],
    ["uint8_t", "u8"],
    ["float64", "f64"],
  ])("%s meant %s", (written, meant) => {
    const { diagnostics } = resolveText(`interface I { struct Extent { x: u8 } call c(a: ${written}) }`);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      `there is no type \`${written}\` in the interface \`I\`; did you mean \`${meant}\`?`,
    ]);
    expect(diagnostics[0]?.fixes[0]?.edits[0]?.text).toBe(meant);
  });

  test("a circle is one fault, told at the first struct", () => {
    const { diagnostics } = resolveText("interface I { struct A { b: B } struct B { a: u8, c: A[..2] } call c(x: A) }");
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toBe("the struct `A` contains itself: `A` → `B` → `A`");
    expect(diagnostics[0]?.related.map(({ message }) => message)).toEqual([
      "`A` contains `B` here",
      "`B` contains `A` here",
    ]);
  });

  test("nest 32 levels and no deeper, in either order", () => {
    const chain = (length: number) =>
      Array.from({ length }, (_, index) => `struct S${index} { x: ${index === 0 ? "u8" : `S${index - 1}`} }`);
    expect(faultsOf(`interface I { ${chain(32).join("\n")} }`)).toEqual([]);
    expect(faultsOf(`interface I { ${chain(33).join("\n")} }`)).toEqual([
      "33:8 SK4007 this type is nested more than 32 levels deep",
    ]);
    expect(faultsOf(`interface I { ${chain(5000).reverse().join("\n")} }`).length).toBeGreaterThan(0);
  });
});

describe("operations", () => {
  test("keep verb, parameters, results and failure", () => {
    const [read, trim, ready, scan] = interfaceOf(
      "enum Bad { a } call read(at: u64) -> (x: u8, y: u8) fails Bad message trim() event ready(n: u8) stream scan() -> (n: u8)",
    ).operations;
    expect(read).toMatchObject({ verb: "call", name: "read", fails: { name: "Bad" } });
    expect(read?.results.map(({ name }) => name)).toEqual(["x", "y"]);
    expect(trim).toMatchObject({ verb: "message", parameters: [], results: [], fails: null });
    expect(ready).toMatchObject({ verb: "event", results: [] });
    expect(scan?.results).toHaveLength(1);
  });

  test("without an arrow a call answers with nothing", () => {
    expect(interfaceOf("call c()").operations[0]).toMatchObject({ results: [], fails: null });
  });
});

describe("an interface", () => {
  test("has version 1 unless it states one", () => {
    expect(interfaceOf("").version).toBe(1);
    expect(resolveText("interface I @ 65535 {}").product.interfaces[0]?.version).toBe(65535);
    expect(faultsOf("interface I @ 65536 {}")).toEqual([
      "1:15 SK2209 the version of `I` must be from 0 to 65535, but this is 65536",
    ]);
  });

  test("keeps documentation at every level", () => {
    const text = "/// I\ninterface I {\n/// c\nconst c = 1\n/// S\nstruct S {\n/// f\nf: u8 }\n/// o\ncall o() }";
    const [found] = resolveText(text).product.interfaces;
    expect(
      [found, found?.constants[0], found?.structs[0], found?.structs[0]?.fields[0], found?.operations[0]].map(
        (x) => x?.documentation,
      ),
    ).toEqual(["I", "c", "S", "f", "o"]);
  });

  test("gives each name once", () => {
    expect(
      faultsOf("interface I { const a = 1; enum a { x } struct S { f: u8, f: u8 } call S(p: u8, p: u8) }"),
    ).toEqual([
      "1:33 SK4001 the enum `a` has the name of the constant at a.skerry:1:21: names within the interface `I` must differ",
      "1:59 SK4001 the field `f` has the name of the field at a.skerry:1:52: names within the struct `S` must differ",
      "1:72 SK4001 the call `S` has the name of the struct at a.skerry:1:48: names within the interface `I` must differ",
    ]);
  });
});

describe("what is reserved", () => {
  test("is kept with its interface and its types, names and ranges", () => {
    const found = interfaceOf(
      "reserved old, @ 3, @ 7..9; enum E { a; reserved b, 9, 4..5; c } flags F { a, b; reserved 4 } struct S { reserved x; y: u8 } union U { a; reserved @ 2, z }",
    );
    expect(found.reserved).toEqual({
      names: ["old"],
      numbers: [
        { from: 3, to: 3 },
        { from: 7, to: 9 },
      ],
    });
    expect(found.enums[0]).toMatchObject({ underlying: "u8", members: [{ value: 0 }, { value: 1 }] });
    expect(found.flags[0]?.reserved.numbers).toEqual([{ from: 4, to: 4 }]);
    expect(found.structs[0]?.reserved.names).toEqual(["x"]);
    expect(found.unions[0]?.reserved).toEqual({ names: ["z"], numbers: [{ from: 2, to: 2 }] });
  });

  test("can be the name of a member, a field and an arm too", () => {
    const found = interfaceOf(
      "enum E { free, reserved, used } struct S { reserved: u8; other?: u8 } union U { reserved; other; more @ 7: u8 } call reserved()",
    );
    expect(found.enums[0]?.members.map(({ name }) => name)).toEqual(["free", "reserved", "used"]);
    expect(found.structs[0]?.fields.map(({ name }) => name)).toEqual(["reserved", "other"]);
    expect(found.unions[0]?.arms.map(({ name, tag }) => [name, tag])).toEqual([
      ["reserved", 0],
      ["other", 1],
      ["more", 7],
    ]);
  });
});

describe("types of other interfaces", () => {
  const interfacesOf = (text: string) => {
    const { product, diagnostics } = resolveText(text);
    expect(diagnostics).toEqual([]);
    return product.interfaces;
  };

  test("are the ones that their interface declares, in a circle of interfaces too", () => {
    const [a, b] = interfacesOf(
      "interface A { struct S { b: B.T; own: A.E } enum E { x } call c(s: S) fails B.T } interface B { const n = A.m; const k = n + 1; struct T { e: A.E[k] } call c(t: T) } interface C { call c() }".replace(
        "interface A {",
        "interface A { const m = 2;",
      ),
    );
    expect(a?.structs[0]?.fields[0]?.type).toBe(b?.structs[0]);
    expect(b?.structs[0]?.fields[0]?.type).toMatchObject({ kind: "array", element: a?.enums[0], length: 3 });
    expect(a?.operations[0]?.fails).toBe(b?.structs[0]);
  });

  test("are not seen from files that do not use theirs", () => {
    expect(faultsOf("interface Cache { struct S { b: Blocks.T } }")).toEqual([
      "1:33 SK2101 there is no interface `Blocks`",
    ]);
  });

  test("may be endpoints of the interface itself", () => {
    const [a] = interfacesOf("interface A { call next() -> (next: endpoint<A>[2]) }");
    const type = a?.operations[0]?.results[0]?.type;
    if (type?.kind !== "array" || type.element.kind !== "endpoint") throw new Error("no endpoints");
    expect(type.element.interface()).toBe(a);
  });
});

describe("generic structs", () => {
  test("become structs of the names they are given, with types and numbers of their user", () => {
    const { structs, aliases } = interfaceOf(
      "const two = 2; struct Page<Item, const most> { items: Item[..most * two]; one: Item } struct E { x: u8 } type Es = Page<E, two + 1> type Names = Page<string<8>, 4> type Lists = Page<u8[3], 1>",
    );
    expect(aliases).toEqual([]);
    expect(structs.map(({ name }) => name)).toEqual(["E", "Es", "Names", "Lists"]);
    const [e, es, names, lists] = structs;
    expect(es?.fields.map(({ type }) => type)).toEqual([{ kind: "array", element: e, length: 6, bounded: true }, e]);
    expect(names?.fields[1]?.type).toEqual({ kind: "string", bound: 8 });
    expect(lists?.fields[0]?.type).toMatchObject({ length: 2, element: { kind: "array", length: 3 } });
  });

  test("may be those of other interfaces, whose names mean what they mean there", () => {
    const { product, diagnostics } = resolveText(
      "interface A { const n = 7; struct In { x: u8 } struct Box<T> { in: In; data: bytes<n>; of: T } call c() } interface B { const n = 3; struct In { y: u8 } type Mine = A.Box<In> call c(m: Mine) }",
    );
    expect(diagnostics).toEqual([]);
    const [a, b] = product.interfaces;
    const mine = b?.structs.find(({ name }) => name === "Mine");
    expect(mine?.fields.map(({ type }) => type)).toEqual([
      a?.structs[0],
      { kind: "bytes", bound: 7 },
      b?.structs.find(({ name }) => name === "In"),
    ]);
    expect(a?.structs.map(({ name }) => name)).toEqual(["In"]);
  });
});

describe("typed constants", () => {
  test("keep their type, and are computed with as numbers", () => {
    const { constants } = interfaceOf(
      "const most: u64 = 512; const next = most + 1; const low: i8 = -128; const f: f32 = 0.5",
    );
    expect(constants.map(({ name, type, value }) => [name, type, value])).toEqual([
      ["most", "u64", 512],
      ["next", null, 513],
      ["low", "i8", -128],
      ["f", "f32", 0.5],
    ]);
  });
});
