import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  computeLayout,
  computeStructLayout,
  computeUnionLayout,
} from "../../../src/analyses/message-layout/compute-layout.ts";
import type { LaidType, Layout, LayoutField } from "../../../src/analyses/message-layout/layout.ts";
import {
  type EnumType,
  type Field,
  type IntegerName,
  nothingReserved,
  type ScalarName,
  type StructType,
  type Type,
  type UnionType,
} from "../../../src/model/interface.ts";

const span = { source: { path: "test.skerry", text: "" }, start: 0, end: 0 };
const named = (name: string) => ({ name, documentation: null, span });
const field = (name: string, type: Type, isOptional = false): Field => ({
  ...{ ...named(name), isOptional, type, typeSpan: span },
});
const scalar = (name: ScalarName): Type => ({ kind: "scalar", name });
const bytes = (bound: number): Type => ({ kind: "bytes", bound });
const string = (bound: number): Type => ({ kind: "string", bound });
const array = (element: Type, length: number): Type => ({ kind: "array", element, length, bounded: false });
const upTo = (element: Type, length: number): Type => ({ kind: "array", element, length, bounded: true });
const struct = (...types: Type[]): StructType => ({
  ...named("S"),
  kind: "struct",
  room: null,
  reserved: nothingReserved,
  fields: types.map((type, index) => field(`f${index}`, type)),
});
const optionalStruct = (...types: Type[]): StructType => ({
  ...{ ...named("O"), kind: "struct", room: null, reserved: nothingReserved },
  fields: types.map((type, index) => field(`f${index}`, type, index % 3 > 0)),
});
const enumOf = (underlying: IntegerName): EnumType => ({
  ...named("E"),
  kind: "enum",
  underlying,
  isOpen: false,
  members: [],
  reserved: nothingReserved,
});
const flagsOf = (underlying: "u8" | "u16" | "u32"): Type => ({
  ...{ ...named("F"), kind: "flags", underlying, isOpen: false, members: [], reserved: nothingReserved },
});
const union = (...types: (Type | null)[]): UnionType => ({
  ...{ ...named("U"), kind: "union", isOpen: false, reserved: nothingReserved },
  arms: types.map((type, index) => ({ ...named(`a${index}`), tag: index, type })),
});
const aliasOf = (type: Type): Type => ({ ...named("A"), kind: "alias", isId: false, type });

const layoutOf = (...types: Type[]): Layout => computeStructLayout(struct(...types));
const places = (layout: Layout): readonly (readonly number[])[] =>
  layout.fields.map(({ offset, dataOffset, size }) => [offset, dataOffset, size]);

describe("computeLayout", () => {
  test("of a union is its tag and room for the largest arm, each where its alignment wants it", () => {
    const { tag, size, align, arms } = computeUnionLayout(union(scalar("u8"), scalar("u64"), bytes(9), null));
    expect({ tag, size, align }).toEqual({ tag: "u8", size: 24, align: 8 });
    expect(arms.map(({ offset }) => offset)).toEqual([1, 8, 4, 1]);
  });

  test("has a bit for each optional field in front of all, and places for all", () => {
    const layout = computeLayout([
      field("a", scalar("u16"), true),
      field("b", scalar("u8")),
      field("c", bytes(9), true),
    ]);
    expect(layout).toMatchObject({ presenceBytes: 1, size: 24, tail: 2 });
    expect(places(layout)).toEqual([
      [2, 2, 2],
      [4, 4, 1],
      [8, 12, 9],
    ]);
    expect(layout.fields.map(({ presence }) => presence)).toEqual([0, null, 1]);
    const nine = computeLayout(Array.from({ length: 9 }, (_, index) => field(`f${index}`, scalar("u8"), true)));
    expect(nine).toMatchObject({ presenceBytes: 2, size: 11 });
  });

  test("the example of the documentation", () => {
    const layout = layoutOf(scalar("bool"), string(5), scalar("u64"), bytes(100), scalar("u16"));
    expect(places(layout)).toEqual([
      [0, 0, 1],
      [4, 22, 5],
      [8, 8, 8],
      [16, 27, 100],
      [20, 20, 2],
    ]);
    expect(layout).toMatchObject({ size: 128, align: 8, tail: 3 });
  });

  test("nothing takes no bytes", () => {
    expect(computeLayout([])).toEqual({ size: 0, align: 1, openBytes: null, presenceBytes: 0, fields: [], tail: null });
    expect(layoutOf(struct(), scalar("u8"))).toMatchObject({ size: 1, align: 1 });
  });

  test("a struct is padded to its alignment", () => {
    const extent = layoutOf(scalar("u64"), scalar("u32"));
    expect(places(extent)).toEqual([
      [0, 0, 8],
      [8, 8, 4],
    ]);
    expect(extent.size).toBe(16);
  });

  test("enums are laid out as their integers", () => {
    expect(places(layoutOf(enumOf("u8"), enumOf("u64"), enumOf("i16")))).toEqual([
      [0, 0, 1],
      [8, 8, 8],
      [16, 16, 2],
    ]);
  });

  test("of equally long data areas the one declared last is the tail", () => {
    const layout = layoutOf(bytes(8), string(8), bytes(4));
    expect(places(layout)).toEqual([
      [0, 16, 8],
      [4, 24, 8],
      [8, 12, 4],
    ]);
    expect(layout.tail).toBe(1);
  });

  test("data areas are aligned to their elements", () => {
    const layout = layoutOf(scalar("u8"), upTo(scalar("u64"), 3));
    expect(places(layout)).toEqual([
      [0, 0, 1],
      [4, 8, 24],
    ]);
    expect(layout).toMatchObject({ size: 32, align: 8, tail: 1 });
  });

  test("a nested struct is laid whole, wherever its own tail lies", () => {
    const entry = struct(string(32), string(64));
    const layout = layoutOf(scalar("u16"), entry, scalar("u8"));
    expect(places(layout)).toEqual([
      [0, 0, 2],
      [4, 4, 104],
      [108, 108, 1],
    ]);
    expect(layout).toMatchObject({ size: 112, tail: null });
  });

  test("bounded elements stand at a stride", () => {
    const layout = layoutOf(array(string(6), 3), upTo(upTo(scalar("u64"), 2), 2));
    expect(layout.fields[0]).toMatchObject({ offset: 0, dataOffset: 0, size: 36, type: { stride: 12, dataOffset: 0 } });
    expect(layout.fields[1]).toMatchObject({
      offset: 36,
      dataOffset: 40,
      size: 48,
      type: { stride: 24, dataOffset: 8, element: { stride: 8, dataOffset: 8 } },
    });
  });
});

const integers: readonly IntegerName[] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
const { type: anyType } = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<ScalarName>(...integers, "bool", "char", "f32", "f64").map(scalar),
    fc.constantFrom(...integers).map(enumOf),
    tie("type").map(aliasOf),
    fc.array(tie("type"), { minLength: 1, maxLength: 4 }).map((types) => union(...types, null)),
    fc.constantFrom("u8" as const, "u16" as const, "u32" as const).map(flagsOf),
    fc.integer({ min: 1, max: 40 }).map(bytes),
    fc.integer({ min: 1, max: 40 }).map(string),
    fc.tuple(tie("type"), fc.integer({ min: 1, max: 5 })).map(([element, length]) => array(element, length)),
    fc.tuple(tie("type"), fc.integer({ min: 1, max: 5 })).map(([element, length]) => upTo(element, length)),
    fc.array(tie("type"), { maxLength: 4 }).map((types) => struct(...types)),
    fc.array(tie("type"), { maxLength: 10 }).map((types) => optionalStruct(...types)),
  ),
}));
const anyLayout = fc.array(anyType, { maxLength: 6 }).map((types) => layoutOf(...types));

/** A run of bytes that belongs to one scalar, length word or data area at its full length. */
interface Piece {
  readonly at: number;
  readonly size: number;
  readonly align: number;
}

const bytesOf = (name: ScalarName): number => (name === "bool" ? 1 : name === "char" ? 4 : Number(name.slice(1)) / 8);
const whole = (at: number, size: number): Piece => ({ at, size, align: size });

function piecesOfField({ type, offset, dataOffset }: LayoutField, base: number): readonly Piece[] {
  return piecesOf(type, base + offset, base + dataOffset);
}

function piecesOf(type: LaidType, at: number, dataAt: number): readonly Piece[] {
  if (type.kind === "scalar") return [whole(at, bytesOf(type.name))];
  if (type.kind === "alias") return piecesOf(type.type, at, dataAt);
  if (type.kind === "union") {
    const { size, align } = computeUnionLayout(type.union);
    return [{ at, size, align }];
  }
  if (type.kind === "flags") return [whole(at, bytesOf(type.flags.underlying))];
  if (type.kind === "enum") return [whole(at, bytesOf(type.enum.underlying))];
  if (type.kind === "struct") return piecesOfLayout(type.layout, at);
  if (type.kind === "region" || type.kind === "endpoint") return [{ at, size: 16, align: 4 }];
  if (type.kind !== "array") return [whole(at, 4), { at: dataAt, size: type.bound, align: 1 }];
  const { element, length, stride, bounded } = type;
  const elements = Array.from({ length }, (_, index) => dataAt + index * stride);
  return [
    ...(bounded ? [whole(at, 4)] : []),
    ...elements.flatMap((start) => piecesOf(element, start, start + dataOffsetOf(element))),
  ];
}

function dataOffsetOf(type: LaidType): number {
  if (type.kind === "alias") return dataOffsetOf(type.type);
  if (type.kind === "array") return type.dataOffset;
  return type.kind === "string" || type.kind === "bytes" ? 4 : 0;
}

function piecesOfLayout({ presenceBytes, fields }: Layout, at: number): readonly Piece[] {
  const presence = presenceBytes === 0 ? [] : [{ at, size: presenceBytes, align: 1 }];
  return [...presence, ...fields.flatMap((inner) => piecesOfField(inner, at))];
}

const piecesIn = (layout: Layout): readonly Piece[] => piecesOfLayout(layout, 0);

describe("laws of the layout", () => {
  test("every scalar, length word and data area lies inside, aligned, and overlaps no other", () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        const pieces = piecesIn(layout).toSorted((a, b) => a.at - b.at || a.size - b.size);
        let end = 0;
        for (const piece of pieces) {
          expect(piece.at).toBeGreaterThanOrEqual(end);
          expect(piece.at % piece.align).toBe(0);
          expect(layout.align % piece.align).toBe(0);
          end = piece.at + piece.size;
        }
        expect(layout.size).toBeGreaterThanOrEqual(end);
        expect(layout.size % layout.align).toBe(0);
      }),
    );
  });

  test("no layout has as much padding as its alignment behind its last byte", () => {
    fc.assert(
      fc.property(anyLayout, (layout) => {
        const end = Math.max(0, ...layout.fields.map(({ dataOffset, size }) => dataOffset + size));
        expect(layout.size - end).toBeLessThan(layout.align);
      }),
    );
  });

  test("the tail is the longest data area and nothing lies behind it", () => {
    fc.assert(
      fc.property(anyLayout, ({ fields, tail }) => {
        const bounded = fields.filter(({ type }) => dataOffsetOf(type) > 0 && type.kind !== "struct");
        expect(tail === null).toBe(bounded.length === 0);
        const last = tail === null ? undefined : fields[tail];
        if (last === undefined) return;
        for (const other of fields) if (other !== last) expect(other.dataOffset).toBeLessThanOrEqual(last.dataOffset);
        for (const other of bounded) expect(other.size).toBeLessThanOrEqual(last.size);
      }),
    );
  });

  test("the same fields have the same layout", () => {
    fc.assert(
      fc.property(fc.array(anyType, { maxLength: 6 }), (types) => {
        expect(places(layoutOf(...types))).toEqual(places(layoutOf(...types)));
      }),
    );
  });
});
