/**
 * Code that writes a value at a place, checking everything that a type of TypeScript's cannot promise. Unchecked code
 * leaves out what would only be wrong and keeps what would be written elsewhere: lengths, and the arms of unions.
 */
import type { IntegerName, Layout, LayoutField, PlanType, ScalarName } from "../../../plan/plan.ts";
import type { InterfaceContext, TypeReference } from "../interface/interface-context.ts";
import type { Scope } from "../names.ts";
import { indent } from "../print-code.ts";
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
  tailOf,
  unitBytes,
  withoutAlias,
} from "./place.ts";

/** The text that stands for a field of a message. */
export type FieldText = (field: LayoutField, index: number) => string;

type ArrayType = Extract<PlanType, { kind: "array" }>;

type ResourceType = Extract<PlanType, { kind: "region" | "endpoint" }>;

/** Prints statements of one function, which calls the memory it writes to `store`. */
export class StoreCode {
  readonly lines: string[] = [];
  readonly #context: InterfaceContext;
  readonly #scope: Scope;
  readonly #store: string;
  readonly #checks: boolean;

  constructor(context: InterfaceContext, scope: Scope, store: string, checks: boolean = true) {
    this.#context = context;
    this.#scope = scope;
    this.#store = store;
    this.#checks = checks;
  }

  /** Statements that stand inside of these. */
  #open(scope: Scope = this.#scope): StoreCode {
    return new StoreCode(this.#context, scope, this.#store, this.#checks);
  }

  /** Statements that write all fields of a message and return the bytes to send. */
  message(layout: Layout, start: Place, textOf: FieldText, pathOf: (field: LayoutField) => FieldPath): void {
    const tail = tailOf(layout);
    this.#presence(layout, start, textOf);
    layout.fields.forEach((field, index) => {
      if (field !== tail) this.#field(field, start, textOf(field, index), pathOf(field));
    });
    if (tail === null) this.lines.push(`return ${layout.size};`);
    else this.#tail(tail, fieldPlace(start, tail), textOf(tail, layout.fields.indexOf(tail)), pathOf(tail));
  }

  /** The head of an open struct: the bytes that this version uses, and the bits of the optional fields that are there. */
  #openHead(openBytes: number, { fields }: Layout, start: Place, textOf: FieldText): void {
    const bits = fields.flatMap((field, index) =>
      field.presence === null ? [] : [`(${textOf(field, index)} === undefined ? 0 : ${openBit(field)})`],
    );
    this.#put("u32", start, `${openBytes}`);
    this.#put("u32", { ...start, offset: start.offset + 4 }, bits.length === 0 ? "0" : bits.join(" | "));
  }

  /** The bits of the optional fields that are there. */
  #presence(layout: Layout, start: Place, textOf: FieldText): void {
    const { openBytes, presenceBytes, fields } = layout;
    if (openBytes !== null) {
      this.#openHead(openBytes, layout, start, textOf);
      return;
    }
    for (let byte = 0; byte < presenceBytes; byte++) {
      const bits = fields.flatMap((field, index) => {
        const inByte = field.presence !== null && field.presence >> 3 === byte;
        return inByte ? [`${textOf(field, index)} === undefined ? 0 : ${presenceBit(field)}`] : [];
      });
      this.#put(
        "u8",
        { ...start, offset: start.offset + byte },
        bits.length === 1 ? `${bits[0]}` : bits.map((bit) => `(${bit})`).join(" | "),
      );
    }
  }

  /** Statements that write a field, if it is there. */
  #field(field: LayoutField, start: Place, value: string, path: FieldPath): void {
    const place = fieldPlace(start, field);
    if (field.presence === null) {
      this.value(field.type, place, value, path);
      return;
    }
    const body = this.#open();
    body.value(field.type, place, value, path);
    if (body.lines.length > 0) this.lines.push(`if (${value} !== undefined) {`, ...body.lines.map(indent), "}");
  }

  #tail(tail: LayoutField, place: Place, value: string, path: FieldPath): void {
    const type = withoutAlias(tail.type);
    if (tail.presence !== null) this.lines.push(`if (${value} === undefined) return ${tail.dataOffset};`);
    if (type.kind === "string" || type.kind === "bytes") {
      this.lines.push(`return ${tail.dataOffset} + ${this.#boundedCall(type, place, value, path)};`);
      return;
    }
    if (type.kind !== "array") return;
    const count = this.#scope.claim("count");
    this.#array(type, place, value, path, count);
    const stride = unitBytes(tail.type);
    this.lines.push(`return ${tail.dataOffset} + ${stride === 1 ? "" : `${stride} * `}${count};`);
  }

  /** Statements that write one value. */
  value(type: PlanType, place: Place, value: string, path: FieldPath): void {
    if (type.kind === "alias") this.value(type.type, place, value, path);
    else if (type.kind === "scalar") this.#put(type.name, place, this.#scalar(type.name, value, path));
    else if (type.kind === "enum") this.#enum(type, place, value, path);
    else if (type.kind === "flags") this.#flags(type.flags, place, value, path);
    else if (type.kind === "struct") this.#struct(type, place, value, path);
    else if (type.kind === "union") this.#union(type, place, value, path);
    else if (type.kind === "array") this.#array(type, place, value, path);
    else if (type.kind === "region" || type.kind === "endpoint") this.#resource(type, place, value, path);
    else this.lines.push(`${this.#boundedCall(type, place, value, path)};`);
  }

  #resource(type: ResourceType, place: Place, value: string, path: FieldPath): void {
    const store = this.#context.runtime.value(type.kind === "region" ? "storeRegion" : "storeEndpoint");
    const what =
      type.kind === "region" ? `${type.bound}, ${type.writable}` : this.#context.endpointOf(type.interface).descriptor;
    const at = printOffset(place.base, place.offset);
    this.lines.push(`${store}(${this.#store}, ${at}, ${what}, ${value}, ${printPath(path)});`);
  }

  /** Statements that write the fields of a struct one by one. */
  fields(type: TypeReference & { kind: "struct" }, place: Place, value: string, path: FieldPath): void {
    const { members } = this.#context.namesOf(type);
    const { layout } = this.#context.structAt(type.struct);
    const textOf: FieldText = (_field, index) => `${value}.${members[index]}`;
    this.#presence(layout, place, textOf);
    layout.fields.forEach((field, index) => {
      this.#field(field, place, textOf(field, index), extendPath(path, `.${field.name}`));
    });
  }

  #scalar(name: ScalarName, value: string, path: FieldPath): string {
    if (this.#checks || name === "char")
      return `${this.#context.runtime.value(checkOf(name))}(${value}, ${printPath(path)})`;
    return name === "bool" ? `${value} ? 1 : 0` : value;
  }

  #put(name: ScalarName, { base, offset }: Place, value: string): void {
    const suffix = name === "bool" ? "U8" : name === "char" ? "U32" : name.toUpperCase();
    this.lines.push(`${this.#store}.store${suffix}(${printOffset(base, offset)}, ${value});`);
  }

  #enum(type: TypeReference & { kind: "enum" }, place: Place, value: string, path: FieldPath): void {
    const { underlying } = this.#context.enumAt(type.enum);
    const plain = underlying.endsWith("64") ? `BigInt(${value})` : value;
    const stored = this.#checks ? `${this.#context.need(type, "check")}(${value}, ${printPath(path)})` : plain;
    this.#put(underlying, place, stored);
  }

  #flags(index: number, place: Place, value: string, path: FieldPath): void {
    const { underlying, open, members } = this.#context.flagsAt(index);
    const check = this.#checks ? this.#context.runtime.value("checkFlags") : "";
    const known = open ? 2 ** Number(underlying.slice(1)) - 1 : allBits(members);
    this.#put(underlying, place, this.#checks ? `${check}(${value}, ${known}, ${printPath(path)})` : value);
  }

  #struct(type: TypeReference & { kind: "struct" }, place: Place, value: string, path: FieldPath): void {
    if (this.#context.isEmpty(type)) return;
    // Behind a path that the function was given, a call would have to put paths together: its fields stand here instead.
    if (path.known) this.#callStore(type, place, value, path);
    else this.fields(type, place, value, path);
  }

  #union(type: TypeReference & { kind: "union" }, place: Place, value: string, path: FieldPath): void {
    if (path.known) this.#callStore(type, place, value, path);
    else this.arms(type, place, value, path);
  }

  #callStore(type: TypeReference, { base, offset }: Place, value: string, path: FieldPath): void {
    const store = this.#context.need(type, this.#checks ? "store" : "storeUnchecked");
    const field = this.#checks || this.#context.canOverrun(type) ? `, ${printPath(path)}` : "";
    this.lines.push(`${store}(${this.#store}, ${printOffset(base, offset)}, ${value}${field});`);
  }

  /** Statements that write the tag of a union and the value of its arm. */
  arms(type: TypeReference & { kind: "union" }, place: Place, value: string, path: FieldPath): void {
    const { name, tag, arms } = this.#context.unionAt(type.union);
    this.lines.push(`switch (${value}.kind) {`);
    for (const arm of arms) {
      const body = this.#open();
      body.#put(tag, place, `${arm.tag}`);
      if (arm.type !== null) {
        const inner = armPlace(place, arm.offset, arm.type);
        body.value(arm.type, inner, `${value}.value`, extendPath(path, `.${arm.name}`));
      }
      this.lines.push(`  case ${JSON.stringify(arm.name)}: {`, ...body.lines.map((line) => indent(indent(line))));
      this.lines.push("    break;", "  }");
    }
    const error = this.#context.runtime.value("EncodeError");
    const refusal = `throw new ${error}(${printPathText(path)}, "of no arm of ${name}");`;
    this.lines.push("  default:", `    ${refusal}`, "}");
  }

  /** `count`: a local for the number of elements, when something else needs it too. */
  #array(type: ArrayType, place: Place, value: string, path: FieldPath, count: string | null = null): void {
    const items = this.#hold(value, path);
    const least = type.bounded ? 0 : type.length;
    const check = this.#context.runtime.value("checkLength");
    const length = `${check}(${items}.length, ${least}, ${type.length}, ${printPath(path)})`;
    const local = type.bounded ? (count ?? this.#scope.claim("count")) : `${type.length}`;
    this.lines.push(type.bounded ? `const ${local} = ${length};` : `${length};`);
    if (type.bounded) this.#put("u32", place, local);
    if (type.length > 0 && !this.#context.isEmpty(type.element)) this.#elements(type, place, items, path, local);
  }

  /** A local for an array: a loop that asks an object for it each time takes twice as long. */
  #hold(value: string, path: FieldPath): string {
    if (/^[\w$]+$/.test(value)) return value;
    const local = this.#scope.claim(lastName(path));
    this.lines.push(`const ${local} = ${value};`);
    return local;
  }

  /** By index and not by iterator: it is faster, and an array may yield more than its length says. */
  #elements(type: ArrayType, place: Place, items: string, path: FieldPath, count: string): void {
    const scope = this.#scope.open();
    const [index, item, at] = [scope.claim("index"), scope.claim("item"), scope.claim(`${lastName(path)}At`)];
    const start = printOffset(place.base, type.bounded ? place.dataOffset : place.offset);
    const step = type.stride === 1 ? index : `${type.stride} * ${index}`;
    const elementOf = this.#context.runtime.value("elementOf");
    const body = this.#open(scope);
    body.value(type.element, elementPlace(at, type.element), item, extendPath(path, "[]"));
    this.lines.push(
      `for (let ${index} = 0; ${index} < ${count}; ${index}++) {`,
      `  const ${item} = ${elementOf}(${items}, ${index});`,
      `  const ${at} = ${start} + ${step};`,
      ...body.lines.map(indent),
      "}",
    );
  }

  #boundedCall(type: PlanType & { kind: "string" | "bytes" }, place: Place, value: string, path: FieldPath): string {
    const store = this.#context.runtime.value(type.kind === "string" ? "storeString" : "storeBytes");
    const places = `${printOffset(place.base, place.offset)}, ${printOffset(place.base, place.dataOffset)}`;
    return `${store}(${this.#store}, ${places}, ${type.bound}, ${value}, ${printPath(path)})`;
  }
}

/** `Block.read at.runs[]` → `runs` */
function lastName({ text }: FieldPath): string {
  return /(\w+)(?:\[\])*$/.exec(text)?.[1] ?? "item";
}

/** The runtime's check of a scalar. */
export function checkOf(name: ScalarName | IntegerName): string {
  return `check${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
