/** What is said on the wire: types with their layouts, and operations. */

export interface PlanInterface {
  readonly name: string;
  readonly version: number;
  readonly documentation: string | null;
  readonly at: string;
  /** 16 hex digits over everything that both sides of the wire must agree on. */
  readonly fingerprint: string;
  readonly constants: readonly {
    readonly name: string;
    /** Null when the text states none. */
    readonly type: ScalarName | null;
    readonly value: number;
    readonly documentation: string | null;
    readonly at: string;
  }[];
  /** In each of these lists its own types come first, then those it needs of other interfaces. */
  readonly aliases: readonly PlanAlias[];
  readonly enums: readonly PlanEnum[];
  readonly flags: readonly PlanFlags[];
  readonly structs: readonly PlanStruct[];
  readonly unions: readonly PlanUnion[];
  readonly operations: readonly PlanOperation[];
  /** Operations that must not come back. */
  readonly reserved: PlanReserved;
}

/** What older versions used and no later one may use for something else. Ranges contain both ends. */
export interface PlanReserved {
  readonly names: readonly string[];
  readonly numbers: readonly { readonly from: number; readonly to: number }[];
}

/** What a type says of its home: null where it is declared, else by index the interface that declares it. */
interface FromInterface {
  readonly from: number | null;
}

/** Another name for a type; it means nothing on the wire. */
export interface PlanAlias extends FromInterface {
  readonly name: string;
  readonly documentation: string | null;
  /** Whether generated code holds its values apart from others: then `type` is an integer. */
  readonly id: boolean;
  readonly type: PlanType;
  readonly at: string;
}

export interface PlanEnum extends FromInterface {
  readonly name: string;
  readonly underlying: IntegerName;
  /** Whether values without a member are taken too. */
  readonly open: boolean;
  readonly documentation: string | null;
  readonly members: readonly PlanMember[];
  readonly reserved: PlanReserved;
  readonly at: string;
}

export interface PlanMember {
  readonly name: string;
  readonly value: number;
  readonly documentation: string | null;
  readonly at: string;
}

/** Any of its members together; no two have a bit in common. */
export interface PlanFlags extends FromInterface {
  readonly name: string;
  readonly underlying: "u8" | "u16" | "u32";
  /** Whether bits without a member are taken too. */
  readonly open: boolean;
  readonly documentation: string | null;
  readonly members: readonly PlanMember[];
  readonly reserved: PlanReserved;
  readonly at: string;
}

/** A number that tells the arm, its tag, and behind it the arm's value. All sizes are bytes. */
export interface PlanUnion extends FromInterface {
  readonly name: string;
  readonly documentation: string | null;
  readonly tag: "u8" | "u16";
  /** Whether other tags are taken too. */
  readonly open: boolean;
  readonly size: number;
  readonly align: number;
  readonly arms: readonly PlanArm[];
  readonly reserved: PlanReserved;
  readonly at: string;
}

export interface PlanArm {
  readonly name: string;
  readonly tag: number;
  readonly documentation: string | null;
  /** Null when nothing lies behind the tag. */
  readonly type: PlanType | null;
  /** From the start of the union; bounded data lies behind its length word, as in an element of an array. */
  readonly offset: number;
  readonly at: string;
}

/** A named struct, with its layout. */
export interface PlanStruct extends FromInterface {
  readonly name: string;
  readonly documentation: string | null;
  /** Whether later versions may have more fields at its end; `layout` says how it lies then. */
  readonly open: boolean;
  readonly reserved: PlanReserved;
  readonly layout: Layout;
  readonly at: string;
}

/**
 * Static layout: little-endian, natural alignment; every offset is known here. Fixed parts stand first, in declared
 * order; a bounded field has only its u32 length word there. The data areas of bounded fields follow at their full size,
 * the longest last. A struct that is a field or an element has its full size. `src/analyses/message-layout` has an example.
 */
export interface Layout {
  /** Bytes, a multiple of `align`. */
  readonly size: number;
  /**
   * Of an open struct: bytes up to the end of its last field, as this version has them. It begins with a u32 that says
   * so and a u32 of presence bits, its bounded fields have their data right behind their length word, and `size` is the
   * room it may grow into. Null for all others.
   */
  readonly openBytes: number | null;
  readonly align: number;
  /**
   * At its start, in an open struct 4 bytes behind it: a bit for each optional field that is present, in order of
   * declaration, lowest bit first.
   */
  readonly presenceBytes: number;
  readonly fields: readonly LayoutField[];
  /**
   * Index of the bounded field whose data lies last, so that its unused rest need not be sent: the bytes on the wire are
   * its `dataOffset` + its used bytes. Null without a bounded field: then all `size` bytes are sent.
   */
  readonly tail: number | null;
}

export interface LayoutField {
  readonly name: string;
  readonly documentation: string | null;
  readonly type: PlanType;
  /** The bit that tells whether it is present; null when it always is. */
  readonly presence: number | null;
  /** From the start of the layout: of the value, or of the u32 length word of a bounded field. */
  readonly offset: number;
  /** From the start of the layout: of a bounded field's data area; equal to `offset` for types without a length. */
  readonly dataOffset: number;
  /** Of the value; of a bounded field's data area when it is full, without the length word. */
  readonly size: number;
  readonly at: string;
}

export type IntegerName = "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64";
/** `char`: a Unicode scalar value, kept in 32 bits. */
export type ScalarName = IntegerName | "bool" | "char" | "f32" | "f64";

export type PlanType =
  | { readonly kind: "scalar"; readonly name: ScalarName }
  /** `bound` in UTF-8 bytes. */
  | { readonly kind: "string"; readonly bound: number }
  | { readonly kind: "bytes"; readonly bound: number }
  /** A lease on at most `bound` bytes of shared memory: 16 bytes on the wire, aligned to 4. */
  | { readonly kind: "region"; readonly bound: number; readonly writable: boolean }
  /** The right to call a service of the interface with this index in the plan: 16 bytes on the wire, aligned to 4. */
  | { readonly kind: "endpoint"; readonly interface: number }
  /**
   * `stride` bytes from one element to the next. `dataOffset`: of the first element from the start of the array where it
   * is an element itself; a field has its own. Strings and bytes as elements have their data 4 bytes behind their start.
   */
  | {
      readonly kind: "array";
      readonly element: PlanType;
      readonly length: number;
      readonly bounded: boolean;
      readonly stride: number;
      readonly dataOffset: number;
    }
  /** By index in the interface's `aliases`; `type` is what it stands for. */
  | { readonly kind: "alias"; readonly alias: number; readonly type: PlanType }
  /** By index in the interface's `enums`. */
  | { readonly kind: "enum"; readonly enum: number }
  | { readonly kind: "flags"; readonly flags: number }
  | { readonly kind: "struct"; readonly struct: number }
  | { readonly kind: "union"; readonly union: number };

export interface PlanOperation {
  readonly name: string;
  /** On the wire, from 1; each operation has its own. */
  readonly opcode: number;
  readonly verb: "message" | "call" | "event" | "stream";
  readonly documentation: string | null;
  /** 8 hex digits over what both ends must agree on for this operation; open types count by their size alone. */
  readonly signature: string;
  readonly request: Layout;
  /** Of the items a client streams up; null when it streams none. */
  readonly upload: Layout | null;
  /** Of a call's reply, a stream's item; null for messages and events. An event's payload is its `request`. */
  readonly reply: Layout | null;
  readonly fails:
    | { readonly kind: "enum"; readonly enum: number }
    | { readonly kind: "struct"; readonly struct: number }
    | null;
  /** Whether the runtime may do it again when it does not know whether it was done. */
  readonly idempotent: boolean;
  /** Of a call unless the caller says otherwise; null for the runtime's default. */
  readonly deadline: number | null;
  /** 0 to 7: of what waits, the higher goes first. */
  readonly priority: number;
  /** Most under way on one binding; null: as many as the binding has room for. */
  readonly window: number | null;
  readonly at: string;
}
