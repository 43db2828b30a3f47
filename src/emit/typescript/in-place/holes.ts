/** Bytes that no field need cover: what lay there before must not leave with the message. */
import type { Layout, LayoutField, PlanType, ScalarName } from "../../../plan/plan.ts";
import { longestBytes, printOffset, shortestBytes, tailOf, withoutAlias } from "../codec/place.ts";
import type { InPlaceContext } from "./in-place-context.ts";

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Above it, one call clears them all. */
const longestInline = 32;

/** The holes of a struct, which is always sent whole. */
export function holesOfStruct(layout: Layout): Range[] {
  return gaps(layout.size, layout.fields.filter(alwaysWritten).map(coverOf), layout);
}

/** The holes of a message in front of its last field's data, of which only what is used is sent. */
export function holesOfMessage(layout: Layout): Range[] {
  const tail = tailOf(layout);
  const end = tail === null ? layout.size : Math.min(shortestBytes(layout), longestBytes(layout));
  const covered = layout.fields.filter((field) => alwaysWritten(field) || (field === tail && field.presence === null));
  return gaps(end, covered.map(coverOf), layout);
}

/** An optional field may stay absent; the elements of a fixed array may have holes of their own. */
function alwaysWritten({ type, presence }: LayoutField): boolean {
  const inner = withoutAlias(type);
  return presence === null && (inner.kind !== "array" || inner.bounded || isPlain(withoutAlias(inner.element)));
}

/** Whether each of its values covers all of its bytes. */
export function isPlain({ kind }: PlanType): boolean {
  return kind === "scalar" || kind === "enum" || kind === "flags";
}

/** What writing a field covers: of bounded data the length word only. Structs and unions clear their own holes. */
function coverOf({ type, offset, dataOffset, size }: LayoutField): Range {
  return { from: offset, to: offset + (isBounded(type, offset, dataOffset) ? 4 : size) };
}

function isBounded(type: PlanType, offset: number, dataOffset: number): boolean {
  const inner = withoutAlias(type);
  return inner.kind === "string" || inner.kind === "bytes" || (inner.kind === "array" && dataOffset !== offset);
}

function gaps(end: number, covered: readonly Range[], layout: Layout): Range[] {
  const sorted = [...covered].sort((a, b) => a.from - b.from);
  const found: Range[] = [];
  let at = 0;
  for (const { from, to } of [...sorted, { from: end, to: end }]) {
    if (from > at) found.push(widen({ from: at, to: Math.min(from, end) }, layout.align, end));
    at = Math.max(at, to);
  }
  return merge(found);
}

/** To whole words where the layout is aligned to them: what is written there comes later. */
function widen({ from, to }: Range, align: number, end: number): Range {
  const word = Math.min(align, 4);
  const wide = Math.ceil(to / word) * word;
  return { from: Math.floor(from / word) * word, to: wide > end ? to : wide };
}

function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else merged.push(range);
  }
  return merged;
}

/**
 * What a struct's fields leave of themselves when the struct is written from an object: writers of structs and unions clear
 * their own holes, functions that store objects do not.
 */
export function holesOfFields(context: InPlaceContext, layout: Layout): Range[] {
  const holed = layout.fields.filter((field) => alwaysWritten(field) && mayHaveHoles(context, field.type));
  return merge(holed.map(({ offset, size }) => ({ from: offset, to: offset + size })));
}

function mayHaveHoles(context: InPlaceContext, type: PlanType): boolean {
  const inner = withoutAlias(type);
  if (inner.kind !== "struct") return inner.kind === "union";
  const { layout } = context.structAt(inner.struct);
  return holesOfStruct(layout).length > 0 || layout.fields.some((field) => mayHaveHoles(context, field.type));
}

/** What values of a type are aligned to, in bytes. Their room may be a multiple of more. */
export function alignmentOf(context: InPlaceContext, type: PlanType): number {
  switch (type.kind) {
    case "alias":
      return alignmentOf(context, type.type);
    case "scalar":
      return bytesOfScalar(type.name);
    case "enum":
      return bytesOfScalar(context.enumAt(type.enum).underlying);
    case "flags":
      return bytesOfScalar(context.flagsAt(type.flags).underlying);
    case "struct":
      return context.structAt(type.struct).layout.align;
    case "union":
      return context.unionAt(type.union).align;
    case "array":
      return Math.max(type.bounded ? lengthWord : 1, alignmentOf(context, type.element));
    default:
      return lengthWord;
  }
}

/** Bytes of the number in front of bounded data, and what regions and endpoints are made of. */
const lengthWord = 4;

function bytesOfScalar(name: ScalarName): number {
  if (name === "bool") return 1;
  return name === "char" ? 4 : Number(name.slice(1)) / 8;
}

/** Statements that clear ranges behind `base`, a multiple of `align`. */
export function printClear(
  context: InPlaceContext,
  ranges: readonly Range[],
  { store, base, align }: { readonly store: string; readonly base: string; readonly align: number },
): string[] {
  return ranges.flatMap(({ from, to }) => {
    if (to - from > longestInline) {
      return [`${context.runtime.value("clear")}(${store}, ${printOffset(base, from)}, ${to - from});`];
    }
    const lines: string[] = [];
    for (let at = from; at < to; ) {
      const bytes = [4, 2, 1].find((size) => size <= align && at % size === 0 && at + size <= to) ?? 1;
      lines.push(`${store}.storeU${8 * bytes}(${printOffset(base, at)}, 0);`);
      at += bytes;
    }
    return lines;
  });
}
