/** Code that reads a value at a place, trusting nothing it finds there. */
import type { IntegerName, Layout, LayoutField, PlanType, PlanUnion, ScalarName } from "../../../plan/plan.ts";
import type { InterfaceContext, TypeReference } from "../interface/interface-context.ts";
import type { Scope } from "../names.ts";
import { indent, printProperties, printProperty } from "../print-code.ts";
import {
  allBits,
  armPlace,
  elementPlace,
  extendPath,
  type FieldPath,
  fieldPlace,
  openBit,
  type Place,
  presenceBit,
  printOffset,
  printPath,
  printPathText,
  roomOfTail,
  tailOf,
} from "./place.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;

type NumberName = IntegerName | "f32" | "f64";

/** The message that a function reads: expressions for its memory and for the bytes that were received. */
export interface MessageSource {
  readonly store: string;
  readonly bytes: string;
  /** A DataView of that memory, where numbers are read through one. */
  readonly data?: string;
}

/** How a DataView reads numbers; bigints are quicker to read otherwise. */
const getters: Readonly<Record<string, string>> = {
  ...{ u8: "getUint8", u16: "getUint16", u32: "getUint32", i8: "getInt8", i16: "getInt16", i32: "getInt32" },
  ...{ f32: "getFloat32", f64: "getFloat64" },
};

/** The expression that reads a number. */
export function printLoad({ store, data }: MessageSource, name: NumberName, at: string): string {
  const getter = data === undefined ? undefined : getters[name];
  if (getter === undefined) return `${store}.load${name.toUpperCase()}(${at})`;
  return `${data}.${getter}(${at}${name.endsWith("8") ? "" : ", true"})`;
}

/** The expression that is 0 when an optional field is not there. */
export type Presence = (field: LayoutField) => string;

/** Prints the statements and the expression that read a value. */
export class LoadCode {
  /** What must run before the expression: arrays are read by loops. */
  readonly lines: string[] = [];
  readonly #context: InterfaceContext;
  readonly #scope: Scope;
  readonly #source: MessageSource;

  constructor(context: InterfaceContext, scope: Scope, source: MessageSource) {
    this.#context = context;
    this.#scope = scope;
    this.#source = source;
  }

  /** An expression for each field of a message whose length has been checked; undefined for one that is absent. */
  message(layout: Layout, start: Place, pathOf: (field: LayoutField) => FieldPath, path: FieldPath): string[] {
    const tail = tailOf(layout);
    const presence = this.#presence(layout, start, path);
    return layout.fields.map((field) => {
      const room = field === tail ? roomOfTail(field, this.#source.bytes) : null;
      return this.#field(field, start, pathOf(field), presence, room);
    });
  }

  /** What tells of an optional field whether it is there: an expression that is 0 when it is not. */
  #presence(layout: Layout, start: Place, path: FieldPath): Presence {
    if (layout.openBytes !== null) return this.openHead(layout, start, path);
    const bytes = this.#presenceBytes(layout, start, path);
    return (field) => `(${bytes[(field.presence ?? 0) >> 3]} & ${presenceBit(field)})`;
  }

  /** The head of an open struct, whose sender's version may have more fields than this one, or fewer. */
  openHead({ fields, size }: Layout, start: Place, path: FieldPath): Presence {
    const { runtime } = this.#context;
    const store = this.#source.store;
    const optional = fields.filter(({ presence }) => presence !== null);
    const least = Math.max(8, ...fields.filter(({ presence }) => presence === null).map(endOf));
    const at = printOffset(start.base, start.offset);
    const expected = `${runtime.value("expectOpen")}(${store}, ${at}, ${least}, ${size}, ${printPath(path)})`;
    const [used, present] = optional.length === 0 ? ["", ""] : this.#scope.claimAll(["used", "present"]);
    this.lines.push(optional.length === 0 ? `${expected};` : `const ${used} = ${expected};`);
    if (optional.length > 0) {
      this.lines.push(`const ${present} = ${store}.loadU32(${printOffset(start.base, start.offset + 4)});`);
    }
    const test: Presence = (field) => `(${present} & ${openBit(field)})`;
    for (const field of optional) {
      const named = printPath(extendPath(path, `.${field.name}`));
      const within = `${runtime.value("expectWithin")}(${used}, ${endOf(field)}, ${named});`;
      this.lines.push(`if (${test(field)} !== 0) ${within}`);
    }
    return test;
  }

  /** The names of constants that hold the bytes of presence. */
  #presenceBytes({ presenceBytes, fields }: Layout, start: Place, path: FieldPath): readonly string[] {
    return Array.from({ length: presenceBytes }, (_, byte) => {
      const inByte = fields.filter(({ presence }) => presence !== null && presence >> 3 === byte);
      const known = inByte.reduce((bits, field) => bits | presenceBit(field), 0);
      const local = this.#scope.claim("present");
      const stored = `${this.#source.store}.loadU8(${printOffset(start.base, start.offset + byte)})`;
      const expect = this.#context.runtime.value("expectFlags");
      this.lines.push(`const ${local} = ${expect}(${stored}, ${known}, ${printPath(path)});`);
      return local;
    });
  }

  #field(field: LayoutField, start: Place, path: FieldPath, presence: Presence, room: string | null): string {
    const place = fieldPlace(start, field);
    if (field.presence === null) return this.value(field.type, place, path, field.name, room);
    const local = this.#scope.claim(field.name);
    const body = new LoadCode(this.#context, this.#scope.open(), this.#source);
    const value = body.value(field.type, place, path, `${field.name}Items`, room);
    const bit = presence(field);
    if (body.lines.length === 0) this.lines.push(`const ${local} = ${bit} === 0 ? undefined : ${value};`);
    else {
      this.lines.push(`let ${local}: ${this.#context.typeText(field.type)} | undefined;`);
      this.lines.push(`if (${bit} !== 0) {`, ...body.lines.map(indent), `  ${local} = ${indent(value).trim()};`, "}");
    }
    return local;
  }

  /** The expression of a value. `name` inspires the names of locals; `room` is what was received of bounded data. */
  value(type: PlanType, place: Place, path: FieldPath, name: string, room: string | null = null): string {
    const at = printOffset(place.base, place.offset);
    switch (type.kind) {
      case "scalar":
        return this.#scalar(type.name, at, path);
      case "enum":
        return this.#enum(type, at, path);
      case "flags":
        return this.#flags(type.flags, at, path);
      case "struct":
        return this.#struct(type, place, path);
      case "union":
        return this.#union(type, place, path, name);
      case "array":
        return this.#array(type, place, path, name, room);
      case "alias": {
        const value = this.value(type.type, place, path, name, room);
        const { make } = this.#context.namesOfAlias(type.alias);
        return make === null ? value : `${make}(${value})`;
      }
      case "region": {
        const load = this.#context.runtime.value(type.writable ? "loadWritableRegion" : "loadRegion");
        return `${load}(${this.#source.store}, ${at}, ${type.bound}, ${printPath(path)})`;
      }
      case "endpoint": {
        const load = this.#context.runtime.value("loadEndpoint");
        const { descriptor } = this.#context.endpointOf(type.interface);
        return `${load}(${this.#source.store}, ${at}, ${descriptor}, ${printPath(path)})`;
      }
      default: {
        const load = this.#context.runtime.value(type.kind === "string" ? "loadString" : "loadBytes");
        const data = printOffset(place.base, place.dataOffset);
        return `${load}(${this.#source.store}, ${at}, ${data}, ${room ?? type.bound}, ${printPath(path)})`;
      }
    }
  }

  /** The object of a struct, field by field. */
  fields(type: TypeReference & { kind: "struct" }, place: Place, path: FieldPath): string {
    const { members } = this.#context.namesOf(type);
    const { layout } = this.#context.structAt(type.struct);
    const presence = this.#presence(layout, place, path);
    const values = layout.fields.map((field) =>
      this.#field(field, place, extendPath(path, `.${field.name}`), presence, null),
    );
    return printFields(layout.fields, members, values);
  }

  #scalar(name: ScalarName, at: string, path: FieldPath): string {
    const { runtime } = this.#context;
    if (name === "char") return `${runtime.value("expectChar")}(${this.#load("u32", at)}, ${printPath(path)})`;
    if (name === "bool") return `${runtime.value("expectBool")}(${this.#load("u8", at)}, ${printPath(path)})`;
    return this.#load(name, at);
  }

  #load(name: NumberName, at: string): string {
    return printLoad(this.#source, name, at);
  }

  #enum(type: TypeReference & { kind: "enum" }, at: string, path: FieldPath): string {
    const { underlying } = this.#context.enumAt(type.enum);
    const stored = this.#load(underlying, at);
    return this.#context.enumAt(type.enum).open
      ? `${this.#context.need(type, "expect")}(${stored})`
      : `${this.#context.need(type, "expect")}(${stored}, ${printPath(path)})`;
  }

  #flags(index: number, at: string, path: FieldPath): string {
    const { underlying, open, members } = this.#context.flagsAt(index);
    const stored = this.#load(underlying, at);
    const { as } = this.#context.namesOfFlags(index);
    if (open) return `${as}(${stored})`;
    return `${as}(${this.#context.runtime.value("expectFlags")}(${stored}, ${allBits(members)}, ${printPath(path)}))`;
  }

  #struct(type: TypeReference & { kind: "struct" }, place: Place, path: FieldPath): string {
    if (!path.known || this.#context.isEmpty(type)) return this.fields(type, place, path);
    const at = printOffset(place.base, place.offset);
    const field = this.#context.canRefuse(type) ? `, ${printPath(path)}` : "";
    return `${this.#context.need(type, "load")}(${this.#source.store}, ${at}${field})`;
  }

  #union(type: TypeReference & { kind: "union" }, place: Place, path: FieldPath, name: string): string {
    if (!path.known) return this.arms(type, place, path, name);
    const at = printOffset(place.base, place.offset);
    const field = this.#context.canRefuse(type) ? `, ${printPath(path)}` : "";
    return `${this.#context.need(type, "load")}(${this.#source.store}, ${at}${field})`;
  }

  /** Reads the arm that the tag tells into a local. */
  arms(type: TypeReference & { kind: "union" }, place: Place, path: FieldPath, name: string): string {
    const union = this.#context.unionAt(type.union);
    const [local, tag] = [this.#scope.claim(name), this.#scope.claim(`${name}Tag`)];
    const at = printOffset(place.base, place.offset);
    this.lines.push(`const ${tag} = ${this.#source.store}.load${union.tag.toUpperCase()}(${at});`);
    this.lines.push(`let ${local}: ${this.#context.typeText(type)};`, `switch (${tag}) {`);
    for (const arm of union.arms) {
      const body = new LoadCode(this.#context, this.#scope.open(), this.#source);
      const read =
        arm.type === null
          ? null
          : body.value(arm.type, armPlace(place, arm.offset, arm.type), extendPath(path, `.${arm.name}`), "inner");
      const value = printProperties([
        `kind: ${JSON.stringify(arm.name)}`,
        ...(read === null ? [] : [`value: ${read}`]),
      ]);
      const lines = [...body.lines, `${local} = ${value};`, "break;"];
      this.lines.push(`  case ${arm.tag}: {`, ...lines.map((line) => indent(indent(line))), "  }");
    }
    this.lines.push("  default:", indent(indent(this.#otherArm(union, local, tag, path))), "}");
    return local;
  }

  #otherArm({ name, open }: PlanUnion, local: string, tag: string, path: FieldPath): string {
    if (open) return `${local} = { kind: "unknown", tag: ${tag} };`;
    const error = this.#context.runtime.value("DecodeError");
    const text = `\`\${${tag}} is no arm of ${name}\``;
    return `throw new ${error}(${printPathText(path)}, ${text});`;
  }

  #array(type: ArrayType, place: Place, path: FieldPath, name: string, room: string | null): string {
    const items = this.#scope.claim(name);
    const count = type.bounded ? this.#length(type, place, path, items, room) : `${type.length}`;
    this.lines.push(`const ${items}: ${this.#context.elementText(type.element)}[] = [];`);
    if (type.length > 0) this.#elements(type, place, path, items, count);
    return items;
  }

  #length(type: ArrayType, place: Place, path: FieldPath, items: string, room: string | null): string {
    const length = this.#scope.claim(`${items}Length`);
    const at = printOffset(place.base, place.offset);
    const expect = this.#context.runtime.value("expectLength");
    const limit = room ?? `${type.length}`;
    this.lines.push(`const ${length} = ${expect}(${this.#source.store}, ${at}, ${limit}, ${printPath(path)});`);
    return length;
  }

  #elements(type: ArrayType, place: Place, path: FieldPath, items: string, count: string): void {
    const scope = this.#scope.open();
    const [index, at] = [scope.claim("index"), scope.claim(`${items}At`)];
    const body = new LoadCode(this.#context, scope, this.#source);
    const element = body.value(type.element, elementPlace(at, type.element), extendPath(path, "[]"), "inner");
    const start = printOffset(place.base, type.bounded ? place.dataOffset : place.offset);
    const step = type.stride === 1 ? index : `${type.stride} * ${index}`;
    this.lines.push(`for (let ${index} = 0; ${index} < ${count}; ${index}++) {`);
    if (!this.#context.isEmpty(type.element)) this.lines.push(`  const ${at} = ${start} + ${step};`);
    this.lines.push(...body.lines.map(indent), indent(`${items}.push(${element});`), "}");
  }
}

function endOf({ dataOffset, size }: LayoutField): number {
  return dataOffset + size;
}

/** An object of fields, in which those that are undefined are absent. */
export function printFields(
  fields: readonly LayoutField[],
  members: readonly string[],
  values: readonly string[],
): string {
  const properties = fields.map(({ presence }, index) => {
    const [member, value] = [members[index] ?? "", values[index] ?? ""];
    const property = printProperty(member, value);
    return presence === null ? property : `...(${value} === undefined ? {} : { ${property} })`;
  });
  return printProperties(properties);
}
