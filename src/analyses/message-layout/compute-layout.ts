/**
 * Message layout: little-endian, naturally aligned, every offset known when the stub is generated.
 *
 * 0. A bit for each optional field, set when it is present, in as few bytes as hold them; nothing without such fields.
 *    An absent field keeps its place, and what lies there means nothing.
 * 1. The fixed part: fields in declared order, each at the next multiple of its alignment. A bounded field (string,
 *    bytes, bounded array) has only its u32 length word here.
 * 2. Behind it the data areas of the bounded fields at their full size, each at the next multiple of its element's
 *    alignment, in ascending order of their full size (equal ones in declared order). So the longest lies last: it is
 *    the `tail`, of which only the used bytes are sent.
 *
 * An open struct begins with 8 bytes: how many of its bytes its version uses (u32), and a bit for each optional field
 * (u32). Its fields follow in declared order, the data of a bounded one right behind its length word. It takes all of its
 * room, and is aligned to 8.
 *
 * Inside an element or a nested struct nothing is cut short: a bounded element of an array is its length word with its
 * full data area behind it, and a nested struct has its full size.
 *
 * An example, `(flag: bool, name: string<5>, at: u64, data: bytes<100>, count: u16)`:
 *
 *      0  flag            (1 byte; 3 of padding)
 *      4  length of name  (4)
 *      8  at              (8)
 *     16  length of data  (4)
 *     20  count           (2)
 *     22  name            (5 at most)
 *     27  data            (100 at most; the tail; 1 of padding)
 *    128  size, a multiple of 8
 *
 * With 10 bytes of data, 27 + 10 = 37 bytes are sent.
 */
import type { Field, ScalarName, StructType, Type, UnionType } from "../../model/interface.ts";
import type { LaidType, Layout, LayoutField, UnionLayout } from "./layout.ts";

/** Bytes of the length word in front of everything bounded, and its alignment. */
const lengthBytes = 4;

const scalarBytes: Readonly<Record<ScalarName, number>> = {
  bool: 1,
  char: 4,
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  u64: 8,
  i64: 8,
  f64: 8,
};

interface Extent {
  readonly size: number;
  readonly align: number;
}

/** Of a lease or an endpoint: which one it is, and the proof that it was given. */
const resourceExtent: Extent = { size: 16, align: 4 };

/** How a type is split as a field: what stands in the fixed part, and the data area behind it when it is bounded. */
interface Shape {
  readonly type: LaidType;
  readonly head: Extent;
  readonly area: Extent | null;
}

/** A field while its places are being found. */
interface Draft extends Shape {
  readonly field: Field;
  offset: number;
  dataOffset: number;
}

/** Lays out a parameter list, a result list or a struct's fields. */
export function computeLayout(fields: readonly Field[]): Layout {
  const drafts = fields.map((field): Draft => ({ field, ...shapeOf(field.type), offset: 0, dataOffset: 0 }));
  const optional = drafts.filter(({ field }) => field.isOptional);
  const presenceBytes = Math.ceil(optional.length / 8);
  const areas = drafts.filter(isBounded).sort((a, b) => a.area.size - b.area.size);
  const end = placeAreas(areas, placeHeads(drafts, presenceBytes));
  const align = drafts.reduce((most, { head, area }) => Math.max(most, head.align, area?.align ?? 1), 1);
  const tail = areas.at(-1);
  return {
    size: alignUp(end, align),
    align,
    openBytes: null,
    presenceBytes,
    fields: drafts.map((draft) => ({ ...finish(draft), presence: indexIn(optional, draft) })),
    tail: tail === undefined ? null : drafts.indexOf(tail),
  };
}

/** Of an open struct: the bytes its version uses, and a bit for each optional field. */
const openHeadBytes = 8;
/** What a later version may add has no larger alignment. */
const openAlign = 8;

/**
 * Lays out an open struct: fields in declared order behind its head, each bounded one with its data right behind its
 * length word, so that whatever is added at the end moves nothing. Its size is its room, however little is used.
 */
function computeOpenLayout(fields: readonly Field[], room: number): Layout {
  const drafts = fields.map((field): Draft => ({ field, ...shapeOf(field.type), offset: 0, dataOffset: 0 }));
  const optional = drafts.filter(({ field }) => field.isOptional);
  let end = openHeadBytes;
  for (const draft of drafts) {
    draft.offset = alignUp(end, draft.head.align);
    draft.dataOffset = draft.area === null ? draft.offset : alignUp(draft.offset + lengthBytes, draft.area.align);
    end = draft.dataOffset + (draft.area ?? draft.head).size;
  }
  return {
    size: alignUp(room, openAlign),
    align: openAlign,
    openBytes: end,
    presenceBytes: 4,
    fields: drafts.map((draft) => ({ ...finish(draft), presence: indexIn(optional, draft) })),
    tail: null,
  };
}

/** A type by itself, with the strides of all arrays in it. */
export function computeType(type: Type): LaidType {
  return shapeOf(type).type;
}

function indexIn(drafts: readonly Draft[], draft: Draft): number | null {
  const index = drafts.indexOf(draft);
  return index === -1 ? null : index;
}

/** Rounds up to a multiple of `align`. */
function alignUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

function isBounded(draft: Draft): draft is Draft & { readonly area: Extent } {
  return draft.area !== null;
}

/** Returns the end of the fixed part. */
function placeHeads(drafts: readonly Draft[], start: number): number {
  let end = start;
  for (const draft of drafts) {
    draft.offset = alignUp(end, draft.head.align);
    draft.dataOffset = draft.offset;
    end = draft.offset + draft.head.size;
  }
  return end;
}

/** Returns the end of the last area. */
function placeAreas(drafts: readonly (Draft & { readonly area: Extent })[], start: number): number {
  let end = start;
  for (const draft of drafts) {
    draft.dataOffset = alignUp(end, draft.area.align);
    end = draft.dataOffset + draft.area.size;
  }
  return end;
}

function finish({ field, type, head, area, offset, dataOffset }: Draft): Omit<LayoutField, "presence"> {
  return { field, type, offset, dataOffset, size: (area ?? head).size };
}

function shapeOf(type: Type): Shape {
  switch (type.kind) {
    case "scalar":
      return fixed(type, scalarExtent(type.name));
    case "alias": {
      const shape = shapeOf(type.type);
      return { ...shape, type: { kind: "alias", alias: type, type: shape.type } };
    }
    case "enum":
      return fixed({ kind: "enum", enum: type }, scalarExtent(type.underlying));
    case "flags":
      return fixed({ kind: "flags", flags: type }, scalarExtent(type.underlying));
    case "union": {
      const { size, align } = computeUnionLayout(type);
      return fixed({ kind: "union", union: type }, { size, align });
    }
    case "struct": {
      const layout = computeStructLayout(type);
      return fixed({ kind: "struct", struct: type, layout }, { size: layout.size, align: layout.align });
    }
    case "region":
    case "endpoint":
      return fixed(type, resourceExtent);
    case "string":
    case "bytes":
      return bounded(type, { size: type.bound, align: 1 });
    case "array":
      return arrayShape(type);
  }
}

function arrayShape({ element, length, bounded: isBoundedArray }: Extract<Type, { kind: "array" }>): Shape {
  const { type, size: stride, align } = inline(shapeOf(element));
  const data = { size: stride * length, align };
  const dataOffset = isBoundedArray ? alignUp(lengthBytes, align) : 0;
  const laid: LaidType = { kind: "array", element: type, length, bounded: isBoundedArray, stride, dataOffset };
  return isBoundedArray ? bounded(laid, data) : fixed(laid, data);
}

function fixed(type: LaidType, head: Extent): Shape {
  return { type, head, area: null };
}

function bounded(type: LaidType, area: Extent): Shape {
  return { type, head: { size: lengthBytes, align: lengthBytes }, area };
}

/** A type as an array's element: a bounded one keeps its full data area right behind its length word. */
function inline({ type, head, area }: Shape): Extent & { readonly type: LaidType } {
  if (area === null) return { type, ...head };
  const align = Math.max(head.align, area.align);
  return { type, size: alignUp(alignUp(head.size, area.align) + area.size, align), align };
}

function scalarExtent(name: ScalarName): Extent {
  return { size: scalarBytes[name], align: scalarBytes[name] };
}

const unionLayouts = new WeakMap<UnionType, UnionLayout>();

/** The tag, and behind it room for the largest arm; in each arm nothing is cut short. */
export function computeUnionLayout(type: UnionType): UnionLayout {
  const known = unionLayouts.get(type);
  if (known !== undefined) return known;
  const tag = type.arms.every((arm) => arm.tag <= 0xff) ? "u8" : "u16";
  const tagBytes = scalarBytes[tag];
  const arms = type.arms.map((arm) => {
    if (arm.type === null) return { type: null, offset: tagBytes, size: 0, align: 1 };
    const laid = inline(shapeOf(arm.type));
    return { ...laid, offset: alignUp(tagBytes, laid.align) };
  });
  const align = arms.reduce((most, arm) => Math.max(most, arm.align), tagBytes);
  const end = arms.reduce((most, { offset, size }) => Math.max(most, offset + size), tagBytes);
  const layout = {
    tag,
    size: alignUp(end, align),
    align,
    arms: arms.map(({ type, offset }) => ({ type, offset })),
  } as const;
  unionLayouts.set(type, layout);
  return layout;
}

const structLayouts = new WeakMap<StructType, Layout>();

/** The layout of a struct; computed once, since one struct may stand in many others. */
export function computeStructLayout(type: StructType): Layout {
  const known = structLayouts.get(type);
  if (known !== undefined) return known;
  const layout = type.room === null ? computeLayout(type.fields) : computeOpenLayout(type.fields, type.room);
  structLayouts.set(type, layout);
  return layout;
}
