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
  /** Set when faults kept something out of it: rules that judge by what is missing stay silent. */
  readonly incomplete?: true;
}

interface Named {
  readonly name: string;
  readonly documentation: Documentation;
  readonly span: Span;
}

export interface Constant extends Named {
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
}

export interface StructType extends Named {
  readonly kind: "struct";
  readonly fields: readonly Field[];
}

/** `union Shape { circle: Circle; nothing }`: one of its arms, which are counted from 0 on the wire. */
export interface UnionType extends Named {
  readonly kind: "union";
  /** Whether values of other arms are taken too: a later version may have more. */
  readonly isOpen: boolean;
  readonly arms: readonly UnionArm[];
}

export interface UnionArm extends Named {
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
  /** Empty for messages and events. */
  readonly results: readonly Field[];
  readonly fails: EnumType | StructType | null;
}

/** What a name of a type stands for in the end. */
export function withoutAlias(type: Type): Exclude<Type, AliasType> {
  return type.kind === "alias" ? withoutAlias(type.type) : type;
}
