/**
 * Where every byte of a message lies. The shape is that of the plan's layouts, but types point at the model instead of
 * at indices, so that a layout needs no interface around it.
 */
import type {
  AliasType,
  EnumType,
  Field,
  FlagsType,
  Interface,
  ScalarName,
  StructType,
  UnionType,
} from "../../model/interface.ts";

/** Static layout of a struct, a parameter list or a result list. All numbers are bytes. */
export interface Layout {
  /** A multiple of `align`; 0 without fields. */
  readonly size: number;
  /** 1, 2, 4 or 8. */
  readonly align: number;
  /** Of an open struct: bytes up to the end of its last field; null for others. The plan's `Layout` says how it lies. */
  readonly openBytes: number | null;
  /**
   * At its start, in an open struct 4 bytes behind it: a bit for each optional field that is present, in order of
   * declaration, lowest bit first.
   */
  readonly presenceBytes: number;
  /** In order of declaration. */
  readonly fields: readonly LayoutField[];
  /**
   * Index of the bounded field whose data lies last, so that its unused rest need not be sent: the bytes on the wire are
   * its `dataOffset` + its used bytes. Null without a bounded field: then all `size` bytes are sent.
   */
  readonly tail: number | null;
}

export interface LayoutField {
  readonly field: Field;
  /** The bit that tells whether it is present; null when it always is. */
  readonly presence: number | null;
  readonly type: LaidType;
  /** From the start of the layout: of the value, or of the u32 length word of a bounded field. */
  readonly offset: number;
  /** From the start of the layout: of a bounded field's data area; equal to `offset` for types without a length. */
  readonly dataOffset: number;
  /** Of the value; of a bounded field's data area when it is full, without the length word. */
  readonly size: number;
}

export type LaidType =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "string"; readonly bound: number }
  | { readonly kind: "bytes"; readonly bound: number }
  | { readonly kind: "region"; readonly bound: number; readonly isWritable: boolean }
  | { readonly kind: "endpoint"; readonly interface: () => Interface }
  | LaidArray
  | { readonly kind: "alias"; readonly alias: AliasType; readonly type: LaidType }
  | { readonly kind: "enum"; readonly enum: EnumType }
  | { readonly kind: "flags"; readonly flags: FlagsType }
  | { readonly kind: "union"; readonly union: UnionType }
  | { readonly kind: "struct"; readonly struct: StructType; readonly layout: Layout };

/** A number that tells the arm, and behind it the arm's value. All numbers are bytes. */
export interface UnionLayout {
  readonly tag: "u8" | "u16";
  readonly size: number;
  readonly align: number;
  /** In order of declaration; with null, nothing lies behind the tag. Offsets are from the start of the union. */
  readonly arms: readonly { readonly type: LaidType | null; readonly offset: number }[];
}

interface LaidArray {
  readonly kind: "array";
  readonly element: LaidType;
  readonly length: number;
  readonly bounded: boolean;
  /** From one element to the next. */
  readonly stride: number;
  /**
   * Of the first element from the start of the array where it stands as an element itself: behind the length word when
   * bounded, else 0. A field of a layout has its own `dataOffset`.
   */
  readonly dataOffset: number;
}
