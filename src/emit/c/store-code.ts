/**
 * Code that writes a value at a place. It checks whatever the types of C cannot promise, and clears every byte that no
 * value covers, so that what lay there before never leaves with a message.
 */
import type { IntegerName, Layout, LayoutField, PlanType, ScalarName } from "../../plan/plan.ts";
import { allBits, tailOf, unitBytes } from "../typescript/codec/place.ts";
import type { HeaderContext } from "./header-context.ts";
import { arePlainNumbers, bytesOf, gapsOf, isBounded, lengthBytes, placesOf, type Range } from "./layout-facts.ts";
import type { RecordNames, UnionNames } from "./names.ts";
import { indent, printBlock } from "./print-c.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;

type DataType = Extract<PlanType, { kind: "string" | "bytes" }>;

/** A value's bytes: behind `base`, whose distances are constants. */
export interface Place {
  readonly base: string;
  readonly offset: number;
  /** Of bounded data; `room` bytes from there on are the value's. */
  readonly dataOffset: number;
  readonly room: number;
  /** Bytes between its length word and its data that are nobody else's. */
  readonly padding: number;
}

/** `to + 8` */
export function printAt(base: string, offset: number): string {
  return offset === 0 ? base : `${base} + ${offset}`;
}

/** A value that stands by itself: bounded data follows its length word. `room`: bytes up to its end. */
export function placeAlone(type: PlanType, base: string, offset: number, room: number): Place {
  const inner = type.kind === "alias" ? innermost(type) : type;
  const dataAt = inner.kind === "array" ? inner.dataOffset : isBounded(inner) ? lengthBytes : 0;
  const padding = Math.max(0, dataAt - lengthBytes);
  return { base, offset, dataOffset: offset + dataAt, room: room - dataAt, padding };
}

function innermost(type: PlanType): PlanType {
  return type.kind === "alias" ? innermost(type.type) : type;
}

export function placeOfField({ offset, dataOffset, size }: LayoutField, base: string): Place {
  return { base, offset, dataOffset, room: size, padding: 0 };
}

/** Prints the statements of one function, which returns a reason. */
export class StoreCode {
  readonly lines: string[] = [];
  readonly #context: HeaderContext;
  readonly #depth: number;

  constructor(context: HeaderContext, depth: number = 0) {
    this.#context = context;
    this.#depth = depth;
  }

  /** Statements that write all fields of a struct, or of a message but for its tail. */
  fields(layout: Layout, names: RecordNames, base: string, value: string): void {
    const tail = tailOf(layout);
    this.#presence(layout, names, base, value);
    for (const gap of gapsOf(layout)) this.#clear(base, gap);
    layout.fields.forEach((field, index) => {
      if (field !== tail) this.#field(field, names, index, base, value);
    });
  }

  /** Writes the tail of a message, and sets `*bytes` to what is to be sent. */
  tail(layout: Layout, names: RecordNames, base: string, value: string): void {
    const tail = tailOf(layout);
    if (tail === null) {
      this.lines.push(`*bytes = ${layout.size};`);
      return;
    }
    const index = layout.fields.indexOf(tail);
    const member = `${value}${names.members[index]}`;
    const unit = unitBytes(tail.type);
    const length = `${member}.${innermost(tail.type).kind === "array" ? "count" : "length"}`;
    const used = unit === 0 ? "0" : unit === 1 ? length : `${length} * ${unit}u`;
    const body = this.#nested();
    body.lines.push(`if (${length} > ${boundOf(tail.type)}u) return SKERRY_LENGTH;`);
    if (unit > 0) body.lines.push(`if (room - ${tail.dataOffset}u < ${used}) return SKERRY_NO_ROOM;`);
    body.value(tail.type, { ...placeOfField(tail, base), room: 0 }, member);
    body.lines.push(unit === 0 ? `*bytes = ${tail.dataOffset};` : `*bytes = ${tail.dataOffset}u + ${used};`);
    if (tail.presence === null) this.lines.push(...body.lines);
    else {
      const absent = [`skerry_clear(${printAt(base, tail.offset)}, ${lengthBytes});`, `*bytes = ${tail.dataOffset};`];
      this.lines.push(...ifElse(`${value}${names.has[index]}`, body.lines, absent));
    }
  }

  /** Statements that write one value; `value` is an expression that can be assigned to. */
  value(type: PlanType, place: Place, value: string): void {
    const at = printAt(place.base, place.offset);
    if (type.kind === "scalar") this.#scalar(type.name, at, value);
    else if (type.kind === "alias") this.value(type.type, place, this.#bare(type.alias, value));
    else if (type.kind === "enum") this.#enum(type.enum, at, value);
    else if (type.kind === "flags") this.#flags(type.flags, at, value);
    else if (type.kind === "struct") this.#struct(type, at, value);
    else if (type.kind === "union") this.#call(`${this.#context.unionAt(type.union).names.store}(&${value}, ${at})`);
    else if (type.kind === "array") this.#array(type, place, value);
    else if (type.kind === "string" || type.kind === "bytes") this.#data(type, place, value);
    else this.lines.push(`skerry_copy(${at}, ${value}.proof, 16);`);
  }

  /** An id without the struct around it. */
  #bare(alias: number, value: string): string {
    return this.#context.aliasAt(alias).type.id ? `${value}.value` : value;
  }

  #struct(type: PlanType & { kind: "struct" }, at: string, value: string): void {
    if (this.#context.isEmpty(type)) return;
    this.#call(`${this.#context.structAt(type.struct).names.store}(&${value}, ${at})`);
  }

  #data({ kind, bound }: DataType, { base, offset, dataOffset, room }: Place, value: string): void {
    const put = kind === "string" ? "skerry_put_text" : "skerry_put_bytes";
    this.#call(`${put}(${printAt(base, offset)}, ${printAt(base, dataOffset)}, ${bound}, ${room}, ${value})`);
  }

  /** Statements that write the tag of a union and the value of its arm. */
  arms(index: number, names: UnionNames, base: string, value: string): void {
    const { arms, tag, size } = this.#context.unionAt(index).type;
    const cases = arms.flatMap((arm, at) => {
      const body = this.#nested();
      body.#put(tag, base, `${value}tag`);
      const end = arm.type === null ? arm.offset : arm.offset + bytesOf(this.#context, arm.type);
      const tagBytes = tag === "u8" ? 1 : 2;
      body.#clear(base, { from: tagBytes, to: arm.type === null ? size : arm.offset });
      if (arm.type !== null) {
        const room = isBounded(arm.type) ? size - arm.offset : end - arm.offset;
        body.value(arm.type, placeAlone(arm.type, base, arm.offset, room), `${value}as.${names.members[at]}`);
        if (!isBounded(arm.type)) body.#clear(base, { from: end, to: size });
      }
      return [`case ${names.tags[at]}: {`, ...[...body.lines, "return SKERRY_OK;"].map(indent), "}"];
    });
    this.lines.push(`switch (${value}tag) {`, ...cases.map(indent), "  default:", "    return SKERRY_NO_ARM;", "}");
  }

  #nested(): StoreCode {
    return new StoreCode(this.#context, this.#depth);
  }

  #call(call: string): void {
    this.lines.push(`reason = ${call};`, "if (reason != SKERRY_OK) return reason;");
  }

  /** What tells which optional fields are there. */
  #presence(layout: Layout, names: RecordNames, base: string, value: string): void {
    const bits = (from: number, count: number): string =>
      layout.fields
        .flatMap(({ presence }, index) =>
          presence === null || presence < from || presence >= from + count
            ? []
            : [`(${value}${names.has[index]} ? ${2 ** (presence - from)}u : 0u)`],
        )
        .join(" | ") || "0";
    if (layout.openBytes !== null) {
      this.#put("u32", base, `${layout.openBytes}`);
      this.#put("u32", printAt(base, 4), bits(0, 32));
      return;
    }
    for (let byte = 0; byte < layout.presenceBytes; byte++) {
      this.#put("u8", printAt(base, byte), `(uint8_t)(${bits(byte * 8, 8)})`);
    }
  }

  #field(field: LayoutField, names: RecordNames, index: number, base: string, value: string): void {
    const place = placeOfField(field, base);
    const member = `${value}${names.members[index]}`;
    if (field.presence === null) {
      this.value(field.type, place, member);
      return;
    }
    const [body, absent] = [this.#nested(), this.#nested()];
    body.value(field.type, place, member);
    for (const range of placesOf(field)) absent.#clear(base, range);
    if (body.lines.length > 0) this.lines.push(...ifElse(`${value}${names.has[index]}`, body.lines, absent.lines));
  }

  #clear(base: string, { from, to }: Range): void {
    if (to > from) this.lines.push(`skerry_clear(${printAt(base, from)}, ${to - from});`);
  }

  #scalar(name: ScalarName, at: string, value: string): void {
    if (name === "bool") this.#put("u8", at, `(uint8_t)(${value} ? 1 : 0)`);
    else if (name === "char") {
      this.lines.push(`if (!skerry_is_character(${value})) return SKERRY_NOT_CHARACTER;`);
      this.#put("u32", at, value);
    } else this.#put(name, at, name.startsWith("f") ? `&${value}` : value);
  }

  #put(name: IntegerName | "f32" | "f64", at: string, value: string): void {
    this.lines.push(`skerry_put_${name}(${at}, ${value});`);
  }

  #enum(index: number, at: string, value: string): void {
    const { type, names } = this.#context.enumAt(index);
    if (!type.open) this.lines.push(`if (!${names.known}(${value})) return SKERRY_NO_MEMBER;`);
    this.#put(type.underlying, at, value);
  }

  #flags(index: number, at: string, value: string): void {
    const { type } = this.#context.flagsAt(index);
    if (!type.open) this.lines.push(refuseBits(value, allBits(type.members)));
    this.#put(type.underlying, at, value);
  }

  #array(type: ArrayType, place: Place, value: string): void {
    const items = type.bounded ? `${value}.items` : value;
    const start = type.bounded ? place.dataOffset : place.offset;
    if (type.bounded) {
      this.lines.push(`if (${value}.count > ${type.length}u) return SKERRY_LENGTH;`);
      this.#put("u32", printAt(place.base, place.offset), `${value}.count`);
      const behind = place.offset + lengthBytes;
      this.#clear(place.base, { from: behind, to: behind + place.padding });
    }
    const count = type.bounded ? `${value}.count` : `${type.length}u`;
    if (type.length > 0 && !this.#context.isEmpty(type.element)) this.#elements(type, place.base, start, items, count);
    if (type.bounded && place.room > 0 && type.stride > 0) {
      const used = type.stride === 1 ? count : `${count} * ${type.stride}u`;
      this.lines.push(`skerry_clear(${printAt(place.base, start)} + ${used}, ${place.room}u - ${used});`);
    }
  }

  #elements(type: ArrayType, base: string, start: number, items: string, count: string): void {
    if (arePlainNumbers(type.element)) {
      this.lines.push(`skerry_copy_numbers(${printAt(base, start)}, ${items}, ${count}, ${type.stride});`);
      return;
    }
    const [index, at] = [`index${this.#depth}`, `at${this.#depth}`];
    const body = new StoreCode(this.#context, this.#depth + 1);
    const room = isBounded(type.element) ? type.stride : 0;
    body.value(type.element, placeAlone(type.element, at, 0, room), `${items}[${index}]`);
    const end = isBounded(type.element) ? type.stride : bytesOf(this.#context, type.element);
    body.#clear(at, { from: end, to: type.stride });
    this.lines.push(
      ...printBlock(`for (uint32_t ${index} = 0; ${index} < ${count}; ${index}++)`, [
        `uint8_t *${at} = ${printAt(base, start)} + (size_t)${type.stride} * ${index};`,
        ...body.lines,
      ]),
    );
  }
}

export function refuseBits(value: string, known: number): string {
  return `if (((uint32_t)${value} & ~UINT32_C(${known})) != 0) return SKERRY_UNKNOWN_BITS;`;
}

export function boundOf(type: PlanType): number {
  const inner = innermost(type);
  if (inner.kind === "array") return inner.length;
  return inner.kind === "string" || inner.kind === "bytes" ? inner.bound : 0;
}

export function ifElse(condition: string, yes: readonly string[], no: readonly string[]): string[] {
  const otherwise = no.length === 0 ? ["}"] : ["} else {", ...no.map(indent), "}"];
  return [`if (${condition}) {`, ...yes.map(indent), ...otherwise];
}
