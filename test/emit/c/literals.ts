/** Values as C has them: statements that set them, that compare them, and that find them in a view. */
import type { HeaderContext } from "../../../src/emit/c/header-context.ts";
import type { FieldNames, RecordNames } from "../../../src/emit/c/names.ts";
import { typeText } from "../../../src/emit/c/type-text.ts";
import type { LayoutField, PlanType } from "../../../src/plan/plan.ts";

/** Statements that give a struct or message its fields. `values` by field; undefined for one that is absent. */
export function setFields(
  context: HeaderContext,
  fields: readonly LayoutField[],
  names: RecordNames,
  target: string,
  values: readonly unknown[],
): string[] {
  return fields.flatMap(({ type }, index) => {
    const has = names.has[index] === "" ? [] : [`${target}${names.has[index]} = ${values[index] !== undefined};`];
    const member = `${target}${names.members[index]}`;
    return values[index] === undefined ? has : [...has, ...setValue(context, type, member, values[index])];
  });
}

/** Statements that return their line when a field is not what it should be. */
export function compareFields(
  context: HeaderContext,
  fields: readonly LayoutField[],
  names: RecordNames,
  target: string,
  values: readonly unknown[],
): string[] {
  return fields.flatMap(({ type }, index) => {
    const has =
      names.has[index] === "" ? [] : [expect(`${target}${names.has[index]} == ${values[index] !== undefined}`)];
    const member = `${target}${names.members[index]}`;
    return values[index] === undefined ? has : [...has, ...compareValue(context, type, member, values[index])];
  });
}

/** Statements that write the fields, which are in `value` already, by a writer. */
export function writeFields(
  context: HeaderContext,
  fields: readonly LayoutField[],
  names: RecordNames,
  values: readonly unknown[],
): string[] {
  return fields.flatMap(({ type }, index) => {
    const named = names.fields[index];
    if (named === undefined || values[index] === undefined || context.isEmpty(type)) return [];
    return write(context, type, named, `value.${names.members[index]}`, [], values[index]);
  });
}

function write(
  context: HeaderContext,
  type: PlanType,
  named: FieldNames,
  member: string,
  indices: readonly number[],
  value: unknown,
): string[] {
  const given = ["&writer", ...indices].join(", ");
  if (type.kind === "alias" && leafOf(type).kind === "array") {
    return write(context, type.type, named, member, indices, value);
  }
  if (type.kind === "array") {
    const items = itemsOf(value);
    const count = `${named.setCounts[indices.length]}(${given}, ${items.length}u) == SKERRY_OK`;
    const list = type.bounded ? `${member}.items` : member;
    const elements = context.isEmpty(type.element) ? [] : items;
    return [
      ...(type.bounded ? [expect(count)] : []),
      ...elements.flatMap((item, at) => {
        return write(context, type.element, named, `${list}[${at}]`, [...indices, at], item);
      }),
    ];
  }
  const leaf = leafOf(type);
  const byPointer = leaf.kind === "struct" || leaf.kind === "union" || isFloatLeaf(leaf);
  return [expect(`${named.set}(${given}, ${byPointer ? "&" : ""}${member}) == SKERRY_OK`)];
}

function expect(condition: string): string {
  return `if (!(${condition})) return __LINE__;`;
}

function setValue(context: HeaderContext, type: PlanType, target: string, value: unknown): string[] {
  switch (type.kind) {
    case "scalar":
      if (type.name.startsWith("f")) return [`set_${type.name}(&${target}, ${bitsOf(type.name, value)});`];
      return [`${target} = ${scalar(type.name, value)};`];
    case "enum":
      return [`${target} = ${integer(context.enumAt(type.enum).type.underlying, value)};`];
    case "flags":
      return [`${target} = ${integer(context.flagsAt(type.flags).type.underlying, value)};`];
    case "string":
    case "bytes":
      return setData(type.kind, target, value);
    case "alias":
      return setValue(context, type.type, context.aliasAt(type.alias).type.id ? `${target}.value` : target, value);
    case "array":
      return overArray(type, target, value, "=", (element, item) => setValue(context, type.element, element, item));
    case "struct": {
      const { type: struct, names } = context.structAt(type.struct);
      const values = propertiesOf(struct.layout.fields, value);
      return setFields(context, struct.layout.fields, names, `${target}.`, values);
    }
    case "union":
      return overArm(context, type.union, target, value, "=", (inner, at, item) => setValue(context, inner, at, item));
    default:
      throw new Error("no value of a test holds resources");
  }
}

function compareValue(context: HeaderContext, type: PlanType, target: string, value: unknown): string[] {
  switch (type.kind) {
    case "scalar":
      if (type.name.startsWith("f")) return [expect(`is_${type.name}(&${target}, ${bitsOf(type.name, value)})`)];
      return [expect(`${target} == ${scalar(type.name, value)}`)];
    case "enum":
      return [expect(`${target} == ${integer(context.enumAt(type.enum).type.underlying, value)}`)];
    case "flags":
      return [expect(`${target} == ${integer(context.flagsAt(type.flags).type.underlying, value)}`)];
    case "string":
    case "bytes":
      return compareData(target, value);
    case "alias":
      return compareValue(context, type.type, context.aliasAt(type.alias).type.id ? `${target}.value` : target, value);
    case "array":
      return overArray(type, target, value, "==", (element, item) =>
        compareValue(context, type.element, element, item),
      );
    case "struct": {
      const { type: struct, names } = context.structAt(type.struct);
      const values = propertiesOf(struct.layout.fields, value);
      return compareFields(context, struct.layout.fields, names, `${target}.`, values);
    }
    case "union":
      return overArm(context, type.union, target, value, "==", (inner, at, item) =>
        compareValue(context, inner, at, item),
      );
    default:
      throw new Error("no value of a test holds resources");
  }
}

type Relation = "=" | "==";

function relate(relation: Relation, target: string, value: string): string {
  return relation === "=" ? `${target} = ${value};` : expect(`${target} == ${value}`);
}

function overArray(
  { bounded }: Extract<PlanType, { kind: "array" }>,
  target: string,
  value: unknown,
  relation: Relation,
  each: (element: string, item: unknown) => string[],
): string[] {
  const items = itemsOf(value);
  const elements = items.flatMap((item, at) => each(`${target}${bounded ? ".items" : ""}[${at}]`, item));
  return bounded ? [relate(relation, `${target}.count`, `${items.length}u`), ...elements] : elements;
}

function overArm(
  context: HeaderContext,
  index: number,
  target: string,
  value: unknown,
  relation: Relation,
  each: (type: PlanType, target: string, value: unknown) => string[],
): string[] {
  const { type, names } = context.unionAt(index);
  const at = type.arms.findIndex(({ name }) => name === Reflect.get(Object(value), "kind"));
  const inner = type.arms[at]?.type ?? null;
  const tag = relate(relation, `${target}.tag`, names.tags[at] ?? "");
  if (inner === null) return [tag];
  return [tag, ...each(inner, `${target}.as.${names.members[at]}`, Reflect.get(Object(value), "value"))];
}

/** Statements that find the fields in a view, and nothing where there is nothing. */
export function findFields(
  context: HeaderContext,
  fields: readonly LayoutField[],
  names: RecordNames,
  view: string,
  values: readonly unknown[],
): string[] {
  return fields.flatMap(({ type, presence }, index) => {
    const named = names.fields[index];
    if (named === undefined || context.isEmpty(type)) return [];
    return find(context, type, { names: named, view, indices: [], mayLack: presence !== null }, values[index]);
  });
}

interface Getter {
  readonly names: Pick<FieldNames, "get" | "counts">;
  readonly view: string;
  readonly indices: readonly number[];
  /** Whether the function says whether it is there. */
  readonly mayLack: boolean;
}

function find(context: HeaderContext, type: PlanType, getter: Getter, value: unknown): string[] {
  if (type.kind === "alias" && leafOf(type).kind === "array") return find(context, type.type, getter, value);
  const { names, view, indices, mayLack } = getter;
  const given = [view, ...indices].join(", ");
  if (type.kind === "array") {
    const items = value === undefined ? [] : itemsOf(value);
    const count = type.bounded ? [expect(`${names.counts[indices.length]}(${given}) == ${items.length}u`)] : [];
    const inside = { ...getter, mayLack: true };
    const found = items.flatMap((item, at) =>
      find(context, type.element, { ...inside, indices: [...indices, at] }, item),
    );
    return [...count, ...found];
  }
  if (value === undefined && !mayLack) return [];
  // A name of its own, since the view that is asked is known by another.
  const found = `${view}_`;
  const isFloat = isFloatLeaf(leafOf(type));
  const needsPlace = mayLack || indices.length > 0 || isFloat;
  const read = needsPlace
    ? [expect(`${names.get}(${given}, &${found}) == ${value !== undefined}`)]
    : [`${found} = ${names.get}(${given});`];
  const compared = value === undefined ? [] : compareFound(context, type, found, value);
  const lines = [`${foundType(context, type)} ${found};`, ...read, ...compared];
  return ["{", ...lines.map((line) => `  ${line}`), "}"];
}

function isFloatLeaf(type: PlanType): boolean {
  return type.kind === "scalar" && type.name.startsWith("f");
}

function leafOf(type: PlanType): PlanType {
  return type.kind === "alias" ? leafOf(type.type) : type;
}

/** Structs and unions are found as views. */
function foundType(context: HeaderContext, type: PlanType): string {
  if (type.kind === "alias" && context.aliasAt(type.alias).type.id) return context.aliasAt(type.alias).names;
  const leaf = leafOf(type);
  if (leaf.kind === "struct") return context.structAt(leaf.struct).names.view;
  if (leaf.kind === "union") return context.unionAt(leaf.union).names.view;
  return typeText(context, leaf.kind === "array" ? { kind: "bytes", bound: 0 } : leaf);
}

function compareFound(context: HeaderContext, type: PlanType, found: string, value: unknown): string[] {
  const leaf = leafOf(type);
  if (leaf.kind === "union") return findArm(context, leaf.union, found, value);
  if (leaf.kind !== "struct") return compareValue(context, type, found, value);
  const { type: struct, names } = context.structAt(leaf.struct);
  const values = propertiesOf(struct.layout.fields, value);
  return findFields(context, struct.layout.fields, names, found, values);
}

function findArm(context: HeaderContext, index: number, view: string, value: unknown): string[] {
  const { type, names } = context.unionAt(index);
  const at = type.arms.findIndex(({ name }) => name === Reflect.get(Object(value), "kind"));
  const tag = expect(`${names.tagOf}(${view}) == ${names.tags[at]}`);
  const [inner, named] = [type.arms[at]?.type ?? null, names.fields[at]];
  if (inner === null || named === undefined || context.isEmpty(inner)) return [tag];
  const getter = { names: named, view, indices: [], mayLack: true };
  return [tag, ...find(context, inner, getter, Reflect.get(Object(value), "value"))];
}

function propertiesOf(fields: readonly LayoutField[], value: unknown): readonly unknown[] {
  return fields.map(({ name }) => (Object.hasOwn(Object(value), name) ? Reflect.get(Object(value), name) : undefined));
}

function itemsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("no array");
  return value;
}

function scalar(name: string, value: unknown): string {
  if (name === "bool") return String(value);
  return name === "char" ? `${String(value).codePointAt(0)}u` : integer(name, value);
}

function integer(name: string, value: unknown): string {
  const number = BigInt(value as number | bigint);
  const macro = `${name.startsWith("i") ? "INT" : "UINT"}${name.slice(1)}_C`;
  if (number >= 0n) return `${macro}(${number})`;
  // The least number is the negation of none.
  return name === "i64" ? `(-${macro}(${-number - 1n}) - 1)` : `(int${name.slice(1)}_t)(-${-number})`;
}

/** The bits of a floating-point number. */
function bitsOf(name: string, value: unknown): string {
  const view = new DataView(new ArrayBuffer(8));
  if (name === "f32") view.setFloat32(0, Number(value));
  else view.setFloat64(0, Number(value));
  return name === "f32" ? `UINT32_C(${view.getUint32(0)})` : `UINT64_C(${view.getBigUint64(0)})`;
}

function dataOf(value: unknown): Uint8Array {
  return typeof value === "string" ? Buffer.from(value, "utf8") : (value as Uint8Array);
}

function octal(bytes: Uint8Array): string {
  return `"${[...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}"`;
}

function setData(kind: "string" | "bytes", target: string, value: unknown): string[] {
  const bytes = dataOf(value);
  const cast = kind === "string" ? "" : "(const uint8_t *)";
  return [`${target}.data = ${cast}${octal(bytes)};`, `${target}.length = ${bytes.length};`];
}

function compareData(target: string, value: unknown): string[] {
  const bytes = dataOf(value);
  return [
    expect(`${target}.length == ${bytes.length}u`),
    expect(`memcmp(${target}.data, ${octal(bytes)}, ${bytes.length}) == 0`),
  ];
}
