/** Interfaces for tests of the emitter, said in the model's terms and laid out by the layout analysis. */
import {
  type AliasType,
  type EnumType,
  type Field,
  type FlagsType,
  type IntegerName,
  type Interface,
  nothingReserved,
  type Operation,
  type ScalarName,
  type StructType,
  type Type,
  type UnionType,
} from "../../src/model/interface.ts";
import type { PlanInterface } from "../../src/plan/plan.ts";
import { buildInterface } from "../../src/plan/sections/interfaces.ts";

const source = { path: "test.skerry", text: "" };
const span = { source, start: 0, end: 0 };

export function scalar(name: ScalarName): Type {
  return { kind: "scalar", name };
}
export function string(bound: number): Type {
  return { kind: "string", bound };
}
export function bytes(bound: number): Type {
  return { kind: "bytes", bound };
}
export function array(element: Type, length: number, bounded: boolean): Type {
  return { kind: "array", element, length, bounded };
}
export function region(bound: number, isWritable: boolean): Type {
  return { kind: "region", bound, isWritable };
}

let planned: Interface | null = null;

/** An endpoint of the interface that is planned. */
export const endpointOfItself: Type = {
  kind: "endpoint",
  interface: () => {
    if (planned === null) throw new Error("no interface is planned");
    return planned;
  },
};

export function enumType(
  name: string,
  underlying: IntegerName,
  members: Readonly<Record<string, number>>,
  isOpen = false,
): EnumType {
  const named = Object.entries(members).map(([member, value]) => ({ name: member, value, documentation: null, span }));
  return {
    kind: "enum",
    name,
    underlying,
    isOpen,
    members: named,
    reserved: nothingReserved,
    documentation: null,
    span,
  };
}
export function flagsType(
  name: string,
  underlying: FlagsType["underlying"],
  members: Readonly<Record<string, number>>,
  isOpen: boolean,
): FlagsType {
  const named = Object.entries(members).map(([member, value]) => ({ name: member, value, documentation: null, span }));
  return {
    kind: "flags",
    name,
    underlying,
    isOpen,
    members: named,
    reserved: nothingReserved,
    documentation: null,
    span,
  };
}
export function unionType(name: string, arms: Readonly<Record<string, Type | null>>, isOpen: boolean): UnionType {
  const named = Object.entries(arms).map(([arm, type], tag) => ({ name: arm, tag, type, documentation: null, span }));
  return { kind: "union", name, isOpen, arms: named, reserved: nothingReserved, documentation: null, span };
}
export function aliasType(name: string, type: Type, isId: boolean): AliasType {
  return { kind: "alias", name, isId, type, documentation: null, span };
}
export function optional(type: Type): OptionalDraft {
  return { kind: "optional", type };
}
export function structType(name: string, fields: FieldsDraft): StructType {
  return {
    kind: "struct",
    name,
    room: null,
    fields: fieldsOf(fields),
    reserved: nothingReserved,
    documentation: null,
    span,
  };
}

interface OptionalDraft {
  readonly kind: "optional";
  readonly type: Type;
}

/** Types of fields by their names. */
export type FieldsDraft = Readonly<Record<string, Type | OptionalDraft>>;

export interface OperationDraft {
  readonly verb: Operation["verb"];
  readonly name: string;
  readonly parameters?: FieldsDraft;
  /** What its client streams up. */
  readonly uploads?: FieldsDraft;
  readonly results?: FieldsDraft;
  readonly fails?: EnumType | StructType;
  readonly documentation?: string;
}

export interface InterfaceDraft {
  readonly name: string;
  readonly version?: number;
  readonly documentation?: string;
  readonly constants?: Readonly<Record<string, number>>;
  readonly aliases?: readonly AliasType[];
  readonly enums?: readonly EnumType[];
  readonly flags?: readonly FlagsType[];
  readonly structs?: readonly StructType[];
  readonly unions?: readonly UnionType[];
  readonly operations: readonly OperationDraft[];
}

function fieldsOf(fields: FieldsDraft = {}): Field[] {
  return Object.entries(fields).map(([name, said]) => {
    const isOptional = said.kind === "optional";
    const type = said.kind === "optional" ? said.type : said;
    return { name, isOptional, type, documentation: null, span, typeSpan: span };
  });
}

/** The plan of an interface; every enum and struct that is used must be listed. */
export function planInterface({ constants = {}, operations, ...draft }: InterfaceDraft): PlanInterface {
  const types = { aliases: [], enums: [], flags: [], structs: [], unions: [] };
  const home = { name: draft.name, version: 1, documentation: null, span, reserved: nothingReserved };
  const described: Interface = {
    ...{ ...home, ...types, ...draft },
    constants: Object.entries(constants).map(([name, value]) => ({ ...named(name), type: null, value })),
    operations: operations.map(operationOf),
  };
  planned = described;
  return buildInterface(described, [described]);
}

function operationOf({ verb, name, fails, documentation, ...draft }: OperationDraft, index: number): Operation {
  const traits = { isIdempotent: false, deadline: null, priority: 0, window: null };
  return {
    ...{ ...named(name), ...traits, verb, identity: index + 1, documentation: documentation ?? null },
    ...{
      parameters: fieldsOf(draft.parameters),
      uploads: draft.uploads === undefined ? null : fieldsOf(draft.uploads),
      results: fieldsOf(draft.results),
      fails: fails ?? null,
    },
  };
}

function named(name: string) {
  return { name, documentation: null, span };
}

const status = enumType("Status", "u8", { ok: 0, ioError: 1, outOfRange: 2 });
const extent = structType("Extent", { lba: scalar("u64"), count: scalar("u32") });

/** Every verb, a failure, and the bounded type that a block service moves. */
export const block: PlanInterface = planInterface({
  name: "Block",
  version: 2,
  documentation: "Sectors of a disk.",
  constants: { sector: 512 },
  enums: [status],
  structs: [extent],
  operations: [
    { verb: "call", name: "capacity", results: { sectors: scalar("u64") } },
    {
      ...{ verb: "call", name: "read", documentation: "Read whole sectors." },
      ...{ parameters: { at: extent }, results: { data: bytes(4096) }, fails: status },
    },
    { verb: "call", name: "flush", results: {} },
    { verb: "message", name: "trim", parameters: { at: extent } },
    { verb: "event", name: "written", parameters: { sectors: scalar("u64") } },
    { verb: "stream", name: "scan", parameters: { from: scalar("u64") }, results: { at: extent } },
  ],
});

const kind = enumType("Kind", "i16", { file: -1, folder: 300, class: 7, file2: -1 });
const wide = enumType("Wide", "u64", { none: 0, most: 9007199254740991 });
const inner = structType("Inner", {
  flag: scalar("bool"),
  kinds: array(kind, 3, true),
  text: string(5),
  grid: array(array(scalar("u8"), 2, false), 2, true),
});
const outer = structType("Outer", {
  inner,
  more: array(inner, 2, true),
  wide,
  pair: array(string(7), 2, false),
  ["__proto__"]: scalar("u8"),
});
const empty = structType("Promise", {});
const fault = structType("Fault", { kind, code: scalar("i32"), text: string(20), data: bytes(3) });

/** Every type, nested in every way, under names that are hard to bear. */
export const everything: PlanInterface = planInterface({
  name: "Everything",
  documentation: "Ends */ here\nand @goes on.",
  constants: { Store: -3, tiny: 0.5, big: 1e21 },
  enums: [kind, wide],
  structs: [inner, outer, fault, empty, structType("Unused", { a: scalar("u8") })],
  operations: [
    {
      ...{ verb: "call", name: "constructor", fails: fault },
      parameters: {
        a: scalar("u8"),
        b: scalar("u16"),
        c: scalar("u32"),
        d: scalar("u64"),
        e: scalar("i8"),
        f: scalar("i16"),
        g: scalar("i32"),
        h: scalar("i64"),
        i: scalar("bool"),
        j: scalar("f32"),
        k: scalar("f64"),
        l: kind,
        m: wide,
        n: string(9),
        o: bytes(9),
      },
      results: { outer, list: array(outer, 3, true) },
    },
    {
      ...{ verb: "call", name: "then" },
      parameters: {
        class: scalar("u8"),
        draft: scalar("u8"),
        bytes: scalar("u8"),
        options: scalar("u8"),
        call: scalar("u8"),
      },
      results: { reply: scalar("u8"), server: array(scalar("f64"), 2, true) },
    },
    {
      ...{ verb: "message", name: "place" },
      parameters: {
        store: array(scalar("u8"), 3, true),
        base: array(array(kind, 2, true), 2, false),
        item: array(bytes(3), 4, true),
      },
    },
    { verb: "event", name: "happened", parameters: { publisher: inner, draft: string(3) } },
    { verb: "event", name: "tick" },
    {
      verb: "stream",
      name: "list",
      parameters: { index: array(array(array(inner, 1, true), 1, true), 1, true) },
      results: { item: outer },
    },
    { verb: "stream", name: "pulses", results: {}, fails: kind },
    {
      ...{ verb: "call", name: "tryPlace", results: { nothing: empty } },
      parameters: { nothing: empty, none: array(empty, 2, true), pair: array(empty, 2, false) },
    },
    {
      verb: "message",
      name: "checkU8",
      parameters: { checkU8: scalar("u8"), encodeCheckU8Request: scalar("u16"), Math: array(scalar("u16"), 9, true) },
    },
  ],
});

export const eventsOnly: PlanInterface = planInterface({
  name: "bell_ringer",
  operations: [{ verb: "event", name: "ring" }],
});

export const nothing: PlanInterface = planInterface({ name: "Nothing", operations: [] });
