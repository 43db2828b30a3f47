/** Interfaces: their types and operations. */
import type { Expression, NumberLiteral } from "./expressions.ts";
import type { DeclarationBase, Name, Node } from "./node.ts";

/** `interface Block @ 2 { … }` */
export interface InterfaceDeclaration extends DeclarationBase {
  readonly kind: "interface";
  readonly version: NumberLiteral | null;
  readonly items: readonly InterfaceItem[];
  readonly reserved: readonly ReservedList[];
}

/** `reserved old, 3, 7..9`, `reserved old, @ 3`: what must not come back. */
export interface ReservedList extends Node {
  readonly entries: readonly ReservedEntry[];
}

export type ReservedEntry = ReservedName | ReservedNumbers;

export interface ReservedName extends Node {
  readonly kind: "name";
  readonly name: Name;
}

/** `3`, `7..9`, `@ 3`, `@ 7..9`; both ends belong to the range. */
export interface ReservedNumbers extends Node {
  readonly kind: "numbers";
  /** Whether `@` stands in front: numbers of operations and of arms. */
  readonly isIdentity: boolean;
  readonly from: Expression;
  readonly to: Expression | null;
}

export type InterfaceItem = ConstantItem | TypeItem | ChoiceItem | UnionItem | StructItem | OperationItem;

/** `const sector = 512`, `const most: u64 = 512` */
export interface ConstantItem extends DeclarationBase {
  readonly kind: "const";
  readonly type: Name | null;
  readonly value: Expression;
}

/** `type Sector = u32`; `type Lba = id u64`: integers that no others can stand for. */
export interface TypeItem extends DeclarationBase {
  readonly kind: "type";
  readonly isId: boolean;
  readonly type: TypeExpression;
}

/** `enum Status: u8 { ok, ioError, outOfRange = 7 }`, `open flags Mode: u8 { read, write = 4 }` */
export type ChoiceItem = EnumItem | FlagsItem;

export interface EnumItem extends ChoiceBase {
  readonly kind: "enum";
}

export interface FlagsItem extends ChoiceBase {
  readonly kind: "flags";
}

interface ChoiceBase extends DeclarationBase {
  /** As written: null is strict. */
  readonly openness: "open" | "strict" | null;
  readonly underlying: Name | null;
  readonly members: readonly EnumMember[];
  readonly reserved: readonly ReservedList[];
}

export interface EnumMember extends DeclarationBase {
  readonly value: Expression | null;
}

/** `union Shape { circle: Circle; square: u32; nothing }`: one of its arms. */
export interface UnionItem extends DeclarationBase {
  readonly kind: "union";
  /** As written: null is strict. */
  readonly openness: "open" | "strict" | null;
  readonly arms: readonly UnionArm[];
  readonly reserved: readonly ReservedList[];
}

/** `circle: Circle`, `circle @ 3: Circle` */
export interface UnionArm extends DeclarationBase {
  /** `@ 3`: its number on the wire. */
  readonly tag: NumberLiteral | null;
  /** Null when the arm says all. */
  readonly type: TypeExpression | null;
}

/** `struct Extent { lba: u64; count: u32 }`, `open struct Extent<64> { … }`, `struct Page<Item, const most> { … }` */
export interface StructItem extends DeclarationBase {
  readonly kind: "struct";
  /** As written: null is strict. */
  readonly openness: "open" | "strict" | null;
  /** Of an open struct: the bytes it may grow to. */
  readonly room: Expression | null;
  /** Of a generic struct. */
  readonly parameters: readonly TypeParameter[];
  readonly fields: readonly Field[];
  readonly reserved: readonly ReservedList[];
}

/** `Item` stands for a type, `const most` for a number. */
export interface TypeParameter extends Node {
  readonly name: Name;
  readonly isConstant: boolean;
}

/** `lba: u64`; `name?: string<32>`: it may be absent. */
export interface Field extends DeclarationBase {
  readonly isOptional: boolean;
  readonly type: TypeExpression;
}

/**
 * `idempotent call read(at: Extent) -> (data: bytes<4096>) fails Status within 20 ms priority 2 window 8`,
 * `call put(lba: u64) <- (data: bytes<512>) -> (stored: u32)`,
 * `call read(at: Extent) -> (data: bytes<4096>) fails Status`, `message trim(at: Extent)`,
 * `event ready(sectors: u64)`, `stream scan(from: u64) -> (at: Extent) fails Status`
 */
export interface OperationItem extends DeclarationBase {
  readonly kind: "operation";
  readonly verb: "message" | "call" | "event" | "stream";
  /** `@ 3`: its number on the wire. */
  readonly identity: NumberLiteral | null;
  /** The word in front. */
  readonly idempotent: Name | null;
  readonly parameters: readonly Field[];
  /** `null` when no `<-` was written. */
  readonly uploads: readonly Field[] | null;
  /** `null` when no `->` was written. */
  readonly results: readonly Field[] | null;
  readonly fails: NamedType | null;
  readonly clauses: readonly OperationClause[];
}

/** `within 20 ms`, `priority 2`, `window 8` */
export interface OperationClause extends Node {
  readonly word: "within" | "priority" | "window";
  readonly value: Expression;
}

export type TypeExpression = NamedType | AppliedType | ArrayType;

/** `u32`, `bool`, `Extent`; `Block.Extent`: of another interface. */
export interface NamedType extends Node {
  readonly kind: "named";
  readonly interface: Name | null;
  readonly name: Name;
}

/** `string<32>`, `writable region<64 KiB>`, `endpoint<Block>`, `Page<Extent, 16>` */
export interface AppliedType extends Node {
  readonly kind: "applied";
  readonly isWritable: boolean;
  readonly interface: Name | null;
  readonly name: Name;
  readonly arguments: readonly TypeArgument[];
}

/** A name alone is an expression, a {@link Reference}: only what it names tells whether it is a type. */
export type TypeArgument = TypeExpression | Expression;

/** `u32[4]`: exactly four; `u32[..16]`: at most sixteen. */
export interface ArrayType extends Node {
  readonly kind: "array";
  readonly element: TypeExpression;
  readonly length: Expression;
  readonly bounded: boolean;
}
