/** Service interfaces, resolved: names are types, constants are values. */
import type { Span } from "../source/source-file.ts";
import type { Documentation } from "./documentation.ts";

export interface Interface {
  readonly name: string;
  readonly version: number;
  readonly documentation: Documentation;
  readonly span: Span;
  readonly constants: readonly Constant[];
  readonly aliases: readonly AliasType[];
  readonly enums: readonly EnumType[];
  readonly flags: readonly FlagsType[];
  readonly structs: readonly StructType[];
  readonly unions: readonly UnionType[];
  readonly operations: readonly Operation[];
  /** Operations that must not come back. */
  readonly reserved: Reserved;
  /** Set when faults kept something out of it: rules that judge by what is missing stay silent. */
  readonly incomplete?: true;
}

interface Named {
  readonly name: string;
  readonly documentation: Documentation;
  readonly span: Span;
}

/** What older versions used and no later one may use for something else. Ranges contain both ends. */
export interface Reserved {
  readonly names: readonly string[];
  readonly numbers: readonly { readonly from: number; readonly to: number }[];
}

export const nothingReserved: Reserved = { names: [], numbers: [] };

export interface Constant extends Named {
  /** Null when the text states none: a number that fits where it is used. */
  readonly type: ScalarName | null;
  readonly value: number;
}

/** `type Sector = u32`: another name, and the same bytes. */
export interface AliasType extends Named {
  readonly kind: "alias";
  /** Whether it is a type of its own in generated code; then it stands for an integer. */
  readonly isId: boolean;
  readonly type: Type;
}

export interface EnumType extends Named {
  readonly kind: "enum";
  readonly underlying: IntegerName;
  /** Whether values without a member are taken too: a later version may have more members. */
  readonly isOpen: boolean;
  readonly members: readonly Member[];
  /** Names and values. */
  readonly reserved: Reserved;
}

export interface Member extends Named {
  readonly value: number;
}

/** `flags Mode: u8 { read, write = 4 }`: any of its members together. */
export interface FlagsType extends Named {
  readonly kind: "flags";
  readonly underlying: "u8" | "u16" | "u32";
  /** Whether bits without a member are taken too. */
  readonly isOpen: boolean;
  /** Their values have no bit in common. */
  readonly members: readonly Member[];
  /** Names and values. */
  readonly reserved: Reserved;
}

export interface StructType extends Named {
  readonly kind: "struct";
  /** Bytes it may grow to by optional fields at its end; null for a strict one, whose size is that of its fields. */
  readonly room: number | null;
  readonly fields: readonly Field[];
  /** Names only. */
  readonly reserved: Reserved;
}

/** `union Shape { circle: Circle; nothing }`: one of its arms. */
export interface UnionType extends Named {
  readonly kind: "union";
  /** Whether values of other arms are taken too: a later version may have more. */
  readonly isOpen: boolean;
  readonly arms: readonly UnionArm[];
  /** Names and tags. */
  readonly reserved: Reserved;
}

export interface UnionArm extends Named {
  /** Its number on the wire, 0 to 65,535: as stated, else its predecessor's plus one. */
  readonly tag: number;
  /** Null when the arm says all. */
  readonly type: Type | null;
}

export interface Field extends Named {
  /** Whether it may be absent. */
  readonly isOptional: boolean;
  readonly type: Type;
  /** Of the type as written. */
  readonly typeSpan: Span;
}

export type IntegerName = "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64";
/** A `char` is one Unicode scalar value. */
export type ScalarName = IntegerName | "bool" | "char" | "f32" | "f64";

export type Type =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "string"; readonly bound: number }
  | { readonly kind: "bytes"; readonly bound: number }
  /** A lease on at most `bound` bytes of shared memory. */
  | { readonly kind: "region"; readonly bound: number; readonly isWritable: boolean }
  /** The right to call a service; a function, since an interface may hand out endpoints of itself. */
  | { readonly kind: "endpoint"; readonly interface: () => Interface }
  | { readonly kind: "array"; readonly element: Type; readonly length: number; readonly bounded: boolean }
  | AliasType
  | EnumType
  | FlagsType
  | StructType
  | UnionType;

/** A type that an interface declares by name. */
export type DeclaredType = AliasType | EnumType | FlagsType | StructType | UnionType;

export interface Operation extends Named {
  /** Its number on the wire, from 1; no other operation of the interface has it. */
  readonly identity: number;
  readonly verb: "message" | "call" | "event" | "stream";
  readonly parameters: readonly Field[];
  /** `<-`: what the client streams up behind its parameters; null when nothing. Calls and streams only. */
  readonly uploads: readonly Field[] | null;
  /** Empty for messages and events. */
  readonly results: readonly Field[];
  readonly fails: EnumType | StructType | null;
  /** Whether doing it twice is doing it once, so that the runtime may retry it. Calls only. */
  readonly isIdempotent: boolean;
  /** Picoseconds until a call times out; null for the default. */
  readonly deadline: number | null;
  /** 0 to 7: of what waits, the higher goes first. */
  readonly priority: number;
  /** Most under way on one binding, 1 to 4096; null: as many as the binding has room for. */
  readonly window: number | null;
}

/** What a name of a type stands for in the end. */
export function withoutAlias(type: Type): Exclude<Type, AliasType> {
  return type.kind === "alias" ? withoutAlias(type.type) : type;
}

/** The kind of the first region or endpoint in a type, however deep; null when there is none. */
export function resourceIn(type: Type): "region" | "endpoint" | null {
  const inner = withoutAlias(type);
  if (inner.kind === "region" || inner.kind === "endpoint") return inner.kind;
  if (inner.kind === "array") return resourceIn(inner.element);
  if (inner.kind !== "struct") return null;
  for (const field of inner.fields) {
    const found = resourceIn(field.type);
    if (found !== null) return found;
  }
  return null;
}
