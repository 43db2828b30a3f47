/** Functions that read single fields of bytes that were checked. */
import type { Layout, LayoutField, PlanType } from "../../plan/plan.ts";
import { tailOf, unitBytes } from "../typescript/codec/place.ts";
import type { HeaderContext } from "./header-context.ts";
import { type FieldNames, levelsOf, type RecordNames, type UnionNames } from "./names.ts";
import { printFunction, printInteger } from "./print-c.ts";
import { boundOf, type Place, placeAlone, placeOfField, printAt } from "./store-code.ts";
import { typeText } from "./type-text.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;
type LeafType = Exclude<PlanType, { kind: "array" }>;

/** What is read, and where. */
interface Access {
  readonly names: Pick<FieldNames, "get" | "counts">;
  readonly view: string;
  readonly type: PlanType;
  readonly place: Place;
  /** An expression that says whether it is there; null for what always is. */
  readonly present: string | null;
  /** An expression of how much of bounded data there is at most. */
  readonly room: string;
  readonly documentation: readonly string[];
}

/** The functions of a struct or message. */
export function printGetters(context: HeaderContext, layout: Layout, names: RecordNames): string[] {
  const tail = tailOf(layout);
  return layout.fields.flatMap((field, index) => {
    const named = names.fields[index];
    if (named === undefined || context.isEmpty(field.type)) return [];
    const present = field.presence === null ? null : presenceText(layout, field.presence);
    const [type, place] = [field.type, placeOfField(field, "view.at")];
    const room = field === tail ? roomText(field) : `${boundOf(type)}u`;
    return printAccess(context, { names: named, view: names.view, type, place, present, room, documentation: [] });
  });
}

/** The functions of a union. */
export function printArmGetters(context: HeaderContext, index: number, names: UnionNames): string[] {
  const { arms, tag } = context.unionAt(index).type;
  const read = `skerry_get_${tag}(view.at)`;
  const tagOf = printFunction(`uint${tag.slice(1)}_t`, names.tagOf, `${names.view} view`, [`return ${read};`]);
  const getters = arms.flatMap(({ type, offset }, at) => {
    const named = names.fields[at];
    if (type === null || named === undefined || context.isEmpty(type)) return [];
    const place = placeAlone(type, "view.at", offset, 0);
    const [present, room] = [`${read} == ${names.tags[at]}`, `${boundOf(type)}u`];
    return printAccess(context, { names: named, view: names.view, type, place, present, room, documentation: [] });
  });
  return [...tagOf, ...getters];
}

function presenceText({ openBytes }: Layout, bit: number): string {
  if (openBytes !== null) return `(skerry_get_u32(view.at + 4) & ${printInteger(2 ** bit, "u32")}) != 0`;
  return `(skerry_get_u8(${printAt("view.at", bit >> 3)}) & ${1 << (bit & 7)}u) != 0`;
}

function roomText({ type, dataOffset }: LayoutField): string {
  const unit = unitBytes(type);
  if (unit === 0) return `${boundOf(type)}u`;
  return unit === 1 ? `view.bytes - ${dataOffset}u` : `(view.bytes - ${dataOffset}u) / ${unit}u`;
}

function printAccess(context: HeaderContext, access: Access): string[] {
  const levels = levelsOf(access.type);
  const counts = levels.flatMap((level, depth) => (level.bounded ? printCount(access, levels, depth) : []));
  return [...counts, ...printGet(context, access, levels)];
}

/** How many elements there are, of the array in the elements with the indices that are given. */
function printCount(access: Access, levels: readonly ArrayType[], depth: number): string[] {
  const { names, view, present, room } = access;
  const steps = walk(access, levels, depth, "0");
  const { base, offset } = steps.place;
  const count = `skerry_count(${printAt(base, offset)}, ${depth === 0 ? room : `${levels[depth]?.length ?? 0}u`})`;
  const absent = depth === 0 && present !== null ? [`if (!(${present})) return 0;`] : [];
  const parameters = [`${view} view`, ...indices(depth)].join(", ");
  return printFunction("uint32_t", names.counts[depth] ?? "", parameters, [
    ...absent,
    ...steps.lines,
    `return ${count};`,
  ]);
}

function indices(depth: number): string[] {
  return Array.from({ length: depth }, (_, index) => `uint32_t index${index}`);
}

interface Steps {
  readonly lines: readonly string[];
  /** Of the element that the indices lead to. */
  readonly place: Place;
  readonly type: PlanType;
}

/** Goes down so many levels; `refused` is what the function returns where there is no such element. */
function walk({ names, type, place }: Access, levels: readonly ArrayType[], depth: number, refused: string): Steps {
  const lines: string[] = [];
  let at = place;
  let inner = type;
  levels.slice(0, depth).forEach((level, index) => {
    const passed = ["view", ...Array.from({ length: index }, (_, before) => `index${before}`)].join(", ");
    const count = level.bounded ? `${names.counts[index]}(${passed})` : `${level.length}u`;
    lines.push(`if (index${index} >= ${count}) return ${refused};`);
    const start = printAt(at.base, level.bounded ? at.dataOffset : at.offset);
    lines.push(`const uint8_t *at${index} = ${start} + (size_t)${level.stride} * index${index};`);
    inner = level.element;
    at = placeAlone(inner, `at${index}`, 0, 0);
  });
  return { lines, place: at, type: inner };
}

function printGet(context: HeaderContext, access: Access, levels: readonly ArrayType[]): string[] {
  const { names, view, present, room } = access;
  const steps = walk(access, levels, levels.length, "false");
  const leaf = leafOf(steps.type);
  if (leaf === null) return [];
  const read = readLeaf(context, leaf, steps.place, levels.length === 0 ? room : `${boundOf(leaf)}u`);
  const mayLack = present !== null || levels.length > 0;
  const isFloat = read.assign.startsWith("skerry_get_f");
  if (!mayLack && !isFloat) return printFunction(read.type, names.get, `${view} view`, bodyOf(read));
  const parameters = [`${view} view`, ...indices(levels.length), `${read.type} *value`].join(", ");
  const absent = present === null ? [] : [`if (!(${present})) return false;`];
  const body = [...absent, ...steps.lines, ...read.lines, read.assign, "return true;"];
  return printFunction("bool", names.get, parameters, body);
}

/** Gives a value instead of setting one. */
function bodyOf({ type, expression, lines, assign }: LeafCode): string[] {
  if (expression !== null) return [`return ${expression};`];
  const set = [...lines, assign].map((line) => line.replaceAll("value->", "value."));
  return [`${type} value;`, ...set, "return value;"];
}

/** What is no array; null for one. */
export function leafOf(type: PlanType): LeafType | null {
  if (type.kind === "alias" && levelsOf(type).length > 0) return null;
  return type.kind === "array" ? null : type;
}

interface LeafCode {
  readonly type: string;
  /** The value as an expression; null where it takes statements. */
  readonly expression: string | null;
  readonly lines: readonly string[];
  /** Sets `*value`. */
  readonly assign: string;
}

function readLeaf(context: HeaderContext, type: LeafType, place: Place, room: string): LeafCode {
  const at = printAt(place.base, place.offset);
  const text = viewType(context, type);
  const direct = (expression: string): LeafCode => ({
    ...{ type: text, expression, lines: [], assign: `*value = ${expression};` },
  });
  switch (type.kind) {
    case "scalar":
      if (type.name === "bool") return direct(`skerry_get_u8(${at}) == 1`);
      if (type.name === "f32" || type.name === "f64")
        return { type: text, expression: null, lines: [], assign: `skerry_get_${type.name}(${at}, value);` };
      return direct(`skerry_get_${type.name === "char" ? "u32" : type.name}(${at})`);
    case "enum":
      return direct(`skerry_get_${context.enumAt(type.enum).type.underlying}(${at})`);
    case "flags":
      return direct(`skerry_get_${context.flagsAt(type.flags).type.underlying}(${at})`);
    case "alias":
      return readAlias(context, type, place, room, text);
    case "struct":
    case "union": {
      const { size } = type.kind === "struct" ? context.structAt(type.struct).names : context.unionAt(type.union).names;
      return { type: text, expression: null, lines: [`value->at = ${at};`], assign: `value->bytes = ${size};` };
    }
    case "region":
    case "endpoint":
      return { type: text, expression: null, lines: [], assign: `skerry_copy(value->proof, ${at}, 16);` };
    default: {
      const cast = type.kind === "string" ? "(const char *)" : "";
      const data = printAt(place.base, place.dataOffset);
      const from = cast === "" ? data : `${cast}(${data})`;
      const assign = `value->length = skerry_count(${at}, ${room});`;
      return { type: text, expression: null, lines: [`value->data = ${from};`], assign };
    }
  }
}

function readAlias(
  context: HeaderContext,
  type: Extract<PlanType, { kind: "alias" }>,
  place: Place,
  room: string,
  text: string,
): LeafCode {
  const inner = leafOf(type.type);
  if (inner === null) return { type: text, expression: null, lines: [], assign: "" };
  const read = readLeaf(context, inner, place, room);
  if (!context.aliasAt(type.alias).type.id) return { ...read, type: text };
  return { type: text, expression: null, lines: [], assign: `value->value = ${read.expression};` };
}

/** Structs and unions are given as views of their own. */
function viewType(context: HeaderContext, type: LeafType): string {
  if (type.kind === "struct") return context.structAt(type.struct).names.view;
  if (type.kind === "union") return context.unionAt(type.union).names.view;
  if (type.kind !== "alias" || context.aliasAt(type.alias).type.id) return typeText(context, type);
  const inner = leafOf(type.type);
  return inner === null ? typeText(context, type) : viewType(context, inner);
}
