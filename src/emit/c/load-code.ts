/** Code that reads a value at a place, or only finds out whether there is one. It trusts nothing that it finds there. */
import type { IntegerName, Layout, LayoutField, PlanType, ScalarName } from "../../plan/plan.ts";
import { allBits, tailOf, unitBytes } from "../typescript/codec/place.ts";
import type { HeaderContext } from "./header-context.ts";
import { arePlainNumbers } from "./layout-facts.ts";
import type { RecordNames, UnionNames } from "./names.ts";
import { indent, printBlock, printInteger } from "./print-c.ts";
import { ifElse, type Place, placeAlone, placeOfField, printAt, refuseBits } from "./store-code.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;

/** Prints the statements of one function, which returns a reason. */
export class LoadCode {
  readonly lines: string[] = [];
  readonly #context: HeaderContext;
  /** Whether values are kept. */
  readonly #keeps: boolean;
  readonly #depth: number;

  constructor(context: HeaderContext, keeps: boolean, depth: number = 0) {
    this.#context = context;
    this.#keeps = keeps;
    this.#depth = depth;
  }

  /** Statements that read all fields; of a message's tail, what of its `bytes` was received. */
  fields(layout: Layout, names: RecordNames, base: string, value: string): void {
    const tail = tailOf(layout);
    const presence = layout.openBytes === null ? this.#presence(layout, base) : this.#openHead(layout, base);
    layout.fields.forEach((field, index) => {
      const unit = unitBytes(field.type);
      const rest = `bytes - ${field.dataOffset}u`;
      const received = unit === 1 ? rest : `(${rest}) / ${unit}u`;
      const room = field === tail && unit > 0 ? received : null;
      const member = `${value}${names.members[index]}`;
      const body = this.#nested();
      body.#value(field.type, placeOfField(field, base), member, room);
      if (field.presence === null) this.lines.push(...body.lines);
      else this.#optional(field, presence(field.presence), `${value}${names.has[index]}`, member, body.lines);
    });
  }

  /** Statements that read the arm that the tag tells. */
  arms(index: number, names: UnionNames, base: string, value: string): void {
    const { arms, tag, open } = this.#context.unionAt(index).type;
    const cases = arms.flatMap((arm, at) => {
      const body = this.#nested();
      const place = arm.type === null ? null : placeAlone(arm.type, base, arm.offset, 0);
      if (arm.type !== null && place !== null) body.#value(arm.type, place, `${value}as.${names.members[at]}`, null);
      return [`case ${names.tags[at]}: {`, ...[...body.lines, "return SKERRY_OK;"].map(indent), "}"];
    });
    const read = `skerry_get_${tag}(${base})`;
    if (this.#keeps) this.lines.push(`${value}tag = ${read};`);
    this.lines.push(`switch (${this.#keeps ? `${value}tag` : read}) {`, ...cases.map(indent));
    this.lines.push("  default:", `    return ${open ? "SKERRY_OK" : "SKERRY_NO_ARM"};`, "}");
  }

  #nested(): LoadCode {
    return new LoadCode(this.#context, this.#keeps, this.#depth);
  }

  /** Tells of a bit whether it is set. */
  #presence({ presenceBytes, fields }: Layout, base: string): (bit: number) => string {
    const known = fields.flatMap(({ presence }) => presence ?? []);
    for (let byte = 0; byte < presenceBytes; byte++) {
      const bits = known.filter((bit) => bit >> 3 === byte).reduce((all, bit) => all | (1 << (bit & 7)), 0);
      const at = printAt(base, byte);
      this.lines.push(`const uint8_t present${byte} = skerry_get_u8(${at});`, refuseBits(`present${byte}`, bits));
    }
    return (bit) => `(present${bit >> 3} & ${1 << (bit & 7)}u) != 0`;
  }

  /** The head of an open struct, whose sender's version may have more fields than this one, or fewer. */
  #openHead({ fields, size }: Layout, base: string): (bit: number) => string {
    const least = Math.max(8, ...fields.filter(({ presence }) => presence === null).map(endOf));
    const optional = fields.filter(({ presence }) => presence !== null);
    this.lines.push(`const uint32_t used = skerry_get_u32(${base});`);
    this.lines.push(`if (used < ${least}u || used > ${size}u) return SKERRY_OPEN_BYTES;`);
    if (optional.length > 0) this.lines.push(`const uint32_t present = skerry_get_u32(${printAt(base, 4)});`);
    const test = (bit: number) => `(present & ${printInteger(2 ** bit, "u32")}) != 0`;
    for (const field of optional) {
      this.lines.push(`if (${test(field.presence ?? 0)} && used < ${endOf(field)}u) return SKERRY_OPEN_BYTES;`);
    }
    return test;
  }

  #optional({ type }: LayoutField, test: string, has: string, member: string, body: readonly string[]): void {
    if (!this.#keeps) {
      if (body.length > 0) this.lines.push(...ifElse(test, body, []));
      return;
    }
    this.lines.push(`${has} = ${test};`);
    const absent = this.#nested();
    absent.#absent(type, member);
    if (body.length > 0) this.lines.push(...ifElse(has, body, absent.lines));
  }

  /** What is not there has a value that nobody is led astray by, as far as that is one assignment. */
  #absent(type: PlanType, value: string): void {
    if (type.kind === "alias") this.#absent(type.type, this.#bare(type.alias, value));
    else if (type.kind === "scalar") this.lines.push(`${value} = ${type.name === "bool" ? "false" : "0"};`);
    else if (type.kind === "enum" || type.kind === "flags") this.lines.push(`${value} = 0;`);
    else if (type.kind === "string" || type.kind === "bytes")
      this.lines.push(`${value}.data = NULL;`, `${value}.length = 0;`);
    else if (type.kind === "array" && type.bounded) this.lines.push(`${value}.count = 0;`);
  }

  /** `room`: what was received of bounded data, when that may be less than its bound. */
  #value(type: PlanType, place: Place, value: string, room: string | null): void {
    const at = printAt(place.base, place.offset);
    if (type.kind === "scalar") this.#scalar(type.name, at, value);
    else if (type.kind === "alias") this.#value(type.type, place, this.#bare(type.alias, value), room);
    else if (type.kind === "enum") this.#enum(type.enum, at, value);
    else if (type.kind === "flags") this.#flags(type.flags, at, value);
    else if (type.kind === "struct") this.#struct(type, at, value);
    else if (type.kind === "union") this.#made(this.#context.unionAt(type.union).names, at, value);
    else if (type.kind === "array") this.#array(type, place, value, room);
    else if (type.kind === "string" || type.kind === "bytes") {
      this.#data(type.kind, `${at}, ${printAt(place.base, place.dataOffset)}, ${room ?? type.bound}`, value);
    } else if (this.#keeps) this.lines.push(`skerry_copy(${value}.proof, ${at}, 16);`);
  }

  /** An id without the struct around it. */
  #bare(alias: number, value: string): string {
    return this.#context.aliasAt(alias).type.id ? `${value}.value` : value;
  }

  #struct(type: PlanType & { kind: "struct" }, at: string, value: string): void {
    if (!this.#context.isEmpty(type)) this.#made(this.#context.structAt(type.struct).names, at, value);
  }

  #made({ load, check }: { readonly load: string; readonly check: string }, at: string, value: string): void {
    this.#call(this.#keeps ? `${load}(&${value}, ${at})` : `${check}(${at})`);
  }

  #data(kind: "string" | "bytes", places: string, value: string): void {
    const get = kind === "string" ? "skerry_get_text" : "skerry_get_bytes";
    if (this.#keeps) {
      this.#call(`${get}(${places}, &${value})`);
      return;
    }
    const local = kind === "string" ? "skerry_text text;" : "skerry_bytes data;";
    const body = this.#nested();
    body.#call(`${get}(${places}, &${kind === "string" ? "text" : "data"})`);
    this.lines.push("{", ...[local, ...body.lines].map(indent), "}");
  }

  #call(call: string): void {
    this.lines.push(`reason = ${call};`, "if (reason != SKERRY_OK) return reason;");
  }

  #scalar(name: ScalarName, at: string, value: string): void {
    if (name === "bool") {
      this.lines.push(`if (skerry_get_u8(${at}) > 1) return SKERRY_NOT_BOOL;`);
      if (this.#keeps) this.lines.push(`${value} = skerry_get_u8(${at}) == 1;`);
    } else if (name === "char") {
      this.#checked("u32", at, value, (read) => [`if (!skerry_is_character(${read})) return SKERRY_NOT_CHARACTER;`]);
    } else if (!this.#keeps) return;
    else if (name === "f32" || name === "f64") this.lines.push(`skerry_get_${name}(${at}, &${value});`);
    else this.lines.push(`${value} = skerry_get_${name}(${at});`);
  }

  #enum(index: number, at: string, value: string): void {
    const { type, names } = this.#context.enumAt(index);
    const refuse = (read: string) => (type.open ? [] : [`if (!${names.known}(${read})) return SKERRY_NO_MEMBER;`]);
    this.#checked(type.underlying, at, value, refuse);
  }

  #flags(index: number, at: string, value: string): void {
    const { type } = this.#context.flagsAt(index);
    const refuse = (read: string) => (type.open ? [] : [refuseBits(read, allBits(type.members))]);
    this.#checked(type.underlying, at, value, refuse);
  }

  /** Reads a number, which is judged where it is kept; where it is not kept, as it is read. */
  #checked(name: IntegerName, at: string, value: string, refuse: (read: string) => readonly string[]): void {
    const read = `skerry_get_${name}(${at})`;
    if (this.#keeps) this.lines.push(`${value} = ${read};`, ...refuse(value));
    else this.lines.push(...refuse(read));
  }

  #array(type: ArrayType, place: Place, value: string, room: string | null): void {
    const count = type.bounded ? (this.#keeps ? `${value}.count` : `count${this.#depth}`) : `${type.length}u`;
    const lines = type.bounded ? this.#count(type, place, count, room) : [];
    lines.push(...this.#elements(type, place, type.bounded ? `${value}.items` : value, count));
    // A count that is not kept is a local of a block of its own.
    if (type.bounded && !this.#keeps) this.lines.push("{", ...lines.map(indent), "}");
    else this.lines.push(...lines);
  }

  #count({ length }: ArrayType, { base, offset }: Place, count: string, room: string | null): string[] {
    const declared = this.#keeps ? "" : "const uint32_t ";
    return [
      `${declared}${count} = skerry_get_u32(${printAt(base, offset)});`,
      `if (${count} > ${room ?? `${length}u`}) return SKERRY_LENGTH;`,
    ];
  }

  #elements(type: ArrayType, place: Place, items: string, count: string): string[] {
    const start = printAt(place.base, type.bounded ? place.dataOffset : place.offset);
    if (arePlainNumbers(type.element) && type.length > 0) {
      return this.#keeps ? [`skerry_copy_numbers(${items}, ${start}, ${count}, ${type.stride});`] : [];
    }
    const [index, at] = [`index${this.#depth}`, `at${this.#depth}`];
    const body = new LoadCode(this.#context, this.#keeps, this.#depth + 1);
    body.#value(type.element, placeAlone(type.element, at, 0, 0), `${items}[${index}]`, null);
    if (type.length === 0 || body.lines.length === 0) return [];
    const element = `const uint8_t *${at} = ${start} + (size_t)${type.stride} * ${index};`;
    const head = `for (uint32_t ${index} = 0; ${index} < ${count}; ${index}++)`;
    return printBlock(head, [element, ...body.lines]);
  }
}

function endOf({ dataOffset, size }: LayoutField): number {
  return dataOffset + size;
}
