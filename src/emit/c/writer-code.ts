/** Functions that write a message field by field, where it is to lie, without a value of the whole. */
import type { Layout, LayoutField, PlanType } from "../../plan/plan.ts";
import { longestBytes, tailOf, unitBytes } from "../typescript/codec/place.ts";
import type { HeaderContext } from "./header-context.ts";
import { isBounded } from "./layout-facts.ts";
import { type FieldNames, levelsOf, type RecordNames } from "./names.ts";
import { printFunction, printInteger } from "./print-c.ts";
import { boundOf, type Place, placeAlone, placeOfField, printAt, StoreCode } from "./store-code.ts";
import { typeText } from "./type-text.ts";
import { leafOf } from "./view-code.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;

export function printWriter(context: HeaderContext, layout: Layout, names: RecordNames): string[] {
  const type = [`typedef struct ${names.writer} {`, "  uint8_t *at;", `} ${names.writer};`, ""];
  const setters = layout.fields.flatMap((field, index) => {
    const named = names.fields[index];
    if (named === undefined || context.isEmpty(field.type)) return [];
    return printSetters(context, layout, names, field, named);
  });
  return [...type, ...printWrite(layout, names), ...setters, ...printFinish(layout, names)];
}

/** Nothing is there yet: all is zero. */
function printWrite(layout: Layout, names: RecordNames): string[] {
  const head = layout.openBytes === null ? [] : [`skerry_put_u32(to, ${layout.openBytes});`];
  const isEmpty = (tailOf(layout) === null ? layout.size : longestBytes(layout)) === 0;
  return printFunction("skerry_reason", names.write, `${names.writer} *writer, uint8_t *to, uint32_t room`, [
    "writer->at = to;",
    ...(isEmpty
      ? ["(void)room;"]
      : [`if (room < ${names.size}) return SKERRY_NO_ROOM;`, `skerry_clear(to, ${names.size});`]),
    ...head,
    "return SKERRY_OK;",
  ]);
}

function printSetters(
  context: HeaderContext,
  layout: Layout,
  names: RecordNames,
  field: LayoutField,
  named: FieldNames,
): string[] {
  const levels = levelsOf(field.type);
  const present = field.presence === null ? [] : [presentText(layout, field.presence)];
  const counts = levels.flatMap((level, depth) => {
    const body = [...steps(levels, field, depth), ...(depth === 0 ? present : [])];
    return level.bounded ? printSetCount(names, named, levels, depth, placeAt(levels, field, depth), body) : [];
  });
  const room = levels.length === 0 && isBounded(field.type) ? printRoom(names, field, named) : [];
  return [...counts, ...room, ...printSet(context, names, field, named, present)];
}

/** Says that an optional field is there. */
function presentText({ openBytes }: Layout, bit: number): string {
  if (openBytes !== null) {
    const word = "writer->at + 4";
    return `skerry_put_u32(${word}, skerry_get_u32(${word}) | ${printInteger(2 ** bit, "u32")});`;
  }
  const byte = printAt("writer->at", bit >> 3);
  return `skerry_put_u8(${byte}, (uint8_t)(skerry_get_u8(${byte}) | ${1 << (bit & 7)}u));`;
}

/** Where a field lies, or the element of its arrays that so many indices lead to. */
function placeAt(levels: readonly ArrayType[], field: LayoutField, depth: number): Place {
  const level = levels[depth - 1];
  if (level === undefined) return placeOfField(field, "writer->at");
  return placeAlone(level.element, `at${depth - 1}`, 0, isBounded(level.element) ? level.stride : 0);
}

/** Statements that go down so many levels. */
function steps(levels: readonly ArrayType[], field: LayoutField, depth: number): string[] {
  return levels.slice(0, depth).flatMap((level, index) => {
    const { base, offset, dataOffset } = placeAt(levels, field, index);
    const start = printAt(base, level.bounded ? dataOffset : offset);
    return [
      `if (index${index} >= ${level.length}u) return SKERRY_LENGTH;`,
      `uint8_t *at${index} = ${start} + (size_t)${level.stride} * index${index};`,
    ];
  });
}

function parametersOf(names: RecordNames, depth: number, value: string): string {
  const indices = Array.from({ length: depth }, (_, index) => `uint32_t index${index}`);
  return [`${names.writer} *writer`, ...indices, value].join(", ");
}

function printSetCount(
  names: RecordNames,
  named: FieldNames,
  levels: readonly ArrayType[],
  depth: number,
  place: Place,
  body: readonly string[],
): string[] {
  return printFunction("skerry_reason", named.setCounts[depth] ?? "", parametersOf(names, depth, "uint32_t count"), [
    `if (count > ${levels[depth]?.length ?? 0}u) return SKERRY_LENGTH;`,
    ...body,
    `skerry_put_u32(${printAt(place.base, place.offset)}, count);`,
    "return SKERRY_OK;",
  ]);
}

/** For who fills in text or bytes itself, as many as the bound allows, and sets it to these afterwards. */
function printRoom(names: RecordNames, field: LayoutField, named: FieldNames): string[] {
  const at = printAt("writer->at", field.dataOffset);
  return printFunction("uint8_t *", named.room, `${names.writer} *writer`, [`return ${at};`]);
}

function printSet(
  context: HeaderContext,
  names: RecordNames,
  field: LayoutField,
  named: FieldNames,
  present: readonly string[],
): string[] {
  const levels = levelsOf(field.type);
  const leaf = leafOf(levels.at(-1)?.element ?? field.type);
  if (leaf === null) return [];
  if (context.isEmpty(leaf) || levels.some(({ length }) => length === 0)) return [];
  const code = new StoreCode(context);
  const byPointer = isMade(leaf);
  code.value(leaf, placeAt(levels, field, levels.length), byPointer ? "(*value)" : "value");
  const text = typeText(context, leaf);
  const reason = code.lines.some((line) => line.startsWith("reason = ")) ? ["skerry_reason reason;"] : [];
  const parameters = parametersOf(names, levels.length, byPointer ? `const ${text} *value` : `${text} value`);
  const lines = code.lines.map((line) => line.replaceAll("&(*value)", "value"));
  return printFunction("skerry_reason", named.set, parameters, [
    ...reason,
    ...steps(levels, field, levels.length),
    ...lines,
    ...(levels[0]?.bounded === true ? [] : present),
    "return SKERRY_OK;",
  ]);
}

/** Whether a value is given by a pointer to it: whatever is large, and floating-point numbers, for which there may be no register. */
function isMade(type: PlanType): boolean {
  if (type.kind === "alias") return isMade(type.type);
  return !["enum", "flags", "string", "bytes"].includes(type.kind) && (type.kind !== "scalar" || type.name[0] === "f");
}

/** Checks all of it, and tells how many bytes are to be sent. */
function printFinish(layout: Layout, names: RecordNames): string[] {
  const tail = tailOf(layout);
  const unit = tail === null ? 0 : unitBytes(tail.type);
  const fixed = tail?.dataOffset ?? layout.size;
  const count = `skerry_count(${printAt("writer->at", tail?.offset ?? 0)}, ${boundOf(tail?.type ?? nothing)}u)`;
  return printFunction("skerry_reason", names.finish, `const ${names.writer} *writer, uint32_t *bytes`, [
    unit === 0 ? `*bytes = ${fixed};` : `*bytes = ${fixed}u + ${count} * ${unit}u;`,
    `return ${names.check}(writer->at, *bytes);`,
  ]);
}

const nothing = { kind: "bytes", bound: 0 } as const;
