/** Interfaces for tests of the emitter, said in the model's terms and laid out by the layout analysis. */
import {
  computeLayout,
  computeStructLayout,
  computeType,
  computeUnionLayout,
} from "../../src/analyses/message-layout/compute-layout.ts";
import type { Layout as LaidLayout, LaidType } from "../../src/analyses/message-layout/layout.ts";
import type {
  AliasType,
  EnumType,
  Field,
  FlagsType,
  IntegerName,
  Operation,
  ScalarName,
  StructType,
  Type,
  UnionType,
} from "../../src/model/interface.ts";
import type { Layout, PlanInterface, PlanOperation, PlanType } from "../../src/plan/plan.ts";

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
export function enumType(
  name: string,
  underlying: IntegerName,
  members: Readonly<Record<string, number>>,
  isOpen = false,
): EnumType {
  const named = Object.entries(members).map(([member, value]) => ({ name: member, value, documentation: null, span }));
  return { kind: "enum", name, underlying, isOpen, members: named, documentation: null, span };
}
export function flagsType(
  name: string,
  underlying: FlagsType["underlying"],
  members: Readonly<Record<string, number>>,
  isOpen: boolean,
): FlagsType {
  const named = Object.entries(members).map(([member, value]) => ({ name: member, value, documentation: null, span }));
  return { kind: "flags", name, underlying, isOpen, members: named, documentation: null, span };
}
export function unionType(name: string, arms: Readonly<Record<string, Type | null>>, isOpen: boolean): UnionType {
  const named = Object.entries(arms).map(([arm, type]) => ({ name: arm, type, documentation: null, span }));
  return { kind: "union", name, isOpen, arms: named, documentation: null, span };
}
export function aliasType(name: string, type: Type, isId: boolean): AliasType {
  return { kind: "alias", name, isId, type, documentation: null, span };
}
export function optional(type: Type): OptionalDraft {
  return { kind: "optional", type };
}
export function structType(name: string, fields: FieldsDraft): StructType {
  return { kind: "struct", name, fields: fieldsOf(fields), documentation: null, span };
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
export function planInterface(draft: InterfaceDraft): PlanInterface {
  const { aliases = [], enums = [], flags = [], structs = [], unions = [] } = draft;
  const planType = (type: LaidType): PlanType => {
    if (type.kind === "enum") return { kind: "enum", enum: enums.indexOf(type.enum) };
    if (type.kind === "alias") {
      return { kind: "alias", alias: aliases.indexOf(type.alias), type: planType(type.type) };
    }
    if (type.kind === "union") return { kind: "union", union: unions.indexOf(type.union) };
    if (type.kind === "flags") return { kind: "flags", flags: flags.indexOf(type.flags) };
    if (type.kind === "struct") return { kind: "struct", struct: structs.indexOf(type.struct) };
    return type.kind === "array" ? { ...type, element: planType(type.element) } : type;
  };
  const planLayout = ({ size, align, presenceBytes, fields, tail }: LaidLayout): Layout => ({
    ...{ size, align, presenceBytes, tail },
    fields: fields.map(({ field, type, presence, offset, dataOffset, size: fieldSize }) => ({
      ...{ name: field.name, documentation: field.documentation, type: planType(type), presence },
      ...{ offset, dataOffset, size: fieldSize, at: "test.skerry:3:5" },
    })),
  });
  const planOperation = (operation: OperationDraft, index: number): PlanOperation => ({
    ...{
      name: operation.name,
      opcode: index + 1,
      verb: operation.verb,
      documentation: operation.documentation ?? null,
    },
    request: planLayout(computeLayout(fieldsOf(operation.parameters))),
    reply: operation.results === undefined ? null : planLayout(computeLayout(fieldsOf(operation.results))),
    fails: planFailure(operation.fails),
    at: `test.skerry:${index + 10}:3`,
  });
  const planFailure = (type: EnumType | StructType | undefined): PlanOperation["fails"] => {
    if (type === undefined) return null;
    return type.kind === "enum"
      ? { kind: "enum", enum: enums.indexOf(type) }
      : { kind: "struct", struct: structs.indexOf(type) };
  };
  return {
    name: draft.name,
    version: draft.version ?? 1,
    documentation: draft.documentation ?? null,
    at: "test.skerry:1:1",
    fingerprint: "0123456789abcdef",
    constants: Object.entries(draft.constants ?? {}).map(([name, value]) => ({
      name,
      value,
      documentation: null,
      at: "test.skerry:2:3",
    })),
    aliases: aliases.map(({ name, isId, type }) => ({
      ...{ name, id: isId, type: planType(computeType(type)), documentation: null, at: "test.skerry:2:3" },
    })),
    enums: enums.map(({ name, underlying, isOpen, members }) => ({
      ...{ name, underlying, open: isOpen, documentation: null, at: "test.skerry:2:3" },
      members: members.map(({ name, value }) => ({ name, value, documentation: null })),
    })),
    flags: flags.map(({ name, underlying, isOpen, members }) => ({
      ...{ name, underlying, open: isOpen, documentation: null, at: "test.skerry:2:3" },
      members: members.map(({ name, value }) => ({ name, value, documentation: null })),
    })),
    structs: structs.map((type) => ({
      ...{ name: type.name, documentation: null, at: "test.skerry:2:3" },
      layout: planLayout(computeStructLayout(type)),
    })),
    unions: unions.map((union) => {
      const { tag, size, align, arms } = computeUnionLayout(union);
      return {
        ...{ name: union.name, documentation: null, tag, open: union.isOpen, size, align, at: "test.skerry:2:3" },
        arms: arms.map(({ type, offset }, index) => ({
          ...{ name: union.arms[index]?.name ?? "", documentation: null, offset },
          type: type === null ? null : planType(type),
        })),
      };
    }),
    operations: draft.operations.map(planOperation),
  };
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
