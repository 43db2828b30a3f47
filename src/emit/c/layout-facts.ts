/** Bytes of values and layouts, as far as the plan leaves them to be put together. */
import type { Layout, LayoutField, PlanType, ScalarName } from "../../plan/plan.ts";
import { tailOf, withoutAlias } from "../typescript/codec/place.ts";
import type { HeaderContext } from "./header-context.ts";

const scalarBytes: Readonly<Record<ScalarName, number>> = {
  ...{ bool: 1, char: 4, u8: 1, i8: 1, u16: 2, i16: 2, u32: 4, i32: 4, f32: 4, u64: 8, i64: 8, f64: 8 },
};

/** Bytes of the length word in front of everything bounded. */
export const lengthBytes = 4;

/** A run of bytes, its end excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Of a value that stands by itself, bounded ones with all of their data. */
export function bytesOf(context: HeaderContext, type: PlanType): number {
  switch (type.kind) {
    case "scalar":
      return scalarBytes[type.name];
    case "enum":
      return scalarBytes[context.enumAt(type.enum).type.underlying];
    case "flags":
      return scalarBytes[context.flagsAt(type.flags).type.underlying];
    case "struct":
      return context.structAt(type.struct).type.layout.size;
    case "union":
      return context.unionAt(type.union).type.size;
    case "alias":
      return bytesOf(context, type.type);
    case "array":
      return type.dataOffset + type.stride * type.length;
    case "region":
    case "endpoint":
      return 16;
    default:
      return lengthBytes + type.bound;
  }
}

/** Whether elements are numbers of which each is as good as any other: they can be copied all at once. */
export function arePlainNumbers(type: PlanType): boolean {
  const inner = withoutAlias(type);
  return inner === type && inner.kind === "scalar" && inner.name !== "bool" && inner.name !== "char";
}

/** Whether a length word tells how much of its data is used. */
export function isBounded(type: PlanType): boolean {
  const inner = withoutAlias(type);
  return inner.kind === "string" || inner.kind === "bytes" || (inner.kind === "array" && inner.bounded);
}

/** What a field takes: its value, or its length word and its data. */
export function placesOf({ type, offset, dataOffset, size }: LayoutField): readonly Range[] {
  if (!isBounded(type)) return [{ from: offset, to: offset + size }];
  return [
    { from: offset, to: offset + lengthBytes },
    { from: dataOffset, to: dataOffset + size },
  ];
}

/** Bytes in front of the tail's data that no field lies in. */
export function gapsOf(layout: Layout): readonly Range[] {
  const head = layout.openBytes === null ? layout.presenceBytes : 8;
  const end = tailOf(layout)?.dataOffset ?? layout.size;
  const covered = [{ from: 0, to: head }, ...layout.fields.flatMap(placesOf), { from: end, to: end }];
  const gaps: Range[] = [];
  let at = 0;
  for (const { from, to } of covered.sort((left, right) => left.from - right.from)) {
    if (from > at && at < end) gaps.push({ from: at, to: Math.min(from, end) });
    at = Math.max(at, to);
  }
  return gaps;
}

/** A message that carries the detail of a declared failure: nothing of it is cut short. */
export function layoutOfFailure(context: HeaderContext, fails: PlanType): Layout {
  const size = bytesOf(context, fails);
  const place = { presence: null, offset: 0, dataOffset: 0, size, at: "" };
  const field = { name: "detail", documentation: null, type: fails, ...place };
  return { size, align: 1, openBytes: null, presenceBytes: 0, fields: [field], tail: null };
}
