/** Code that finds out whether a value at a place is one of its type, and makes nothing of it. */
import type { Layout, LayoutField, PlanType } from "../../../plan/plan.ts";
import { LoadCode, type MessageSource, type Presence } from "../codec/load-code.ts";
import {
  allBits,
  armPlace,
  elementPlace,
  extendPath,
  type FieldPath,
  fieldPlace,
  type Place,
  presenceBit,
  printOffset,
  printPath,
  printPathText,
  roomOfTail,
  tailOf,
} from "../codec/place.ts";
import type { Scope } from "../names.ts";
import { indent } from "../print-code.ts";
import type { InPlaceContext, MadeReference } from "./in-place-context.ts";

type ArrayType = Extract<PlanType, { kind: "array" }>;

/** Prints statements. */
export class VerifyCode {
  readonly lines: string[] = [];
  readonly #context: InPlaceContext;
  readonly #scope: Scope;
  readonly #source: MessageSource;

  constructor(context: InPlaceContext, scope: Scope, source: MessageSource) {
    this.#context = context;
    this.#scope = scope;
    this.#source = source;
  }

  /** Statements for the fields of a message whose length has been checked. */
  message(layout: Layout, start: Place, pathOf: (field: LayoutField) => FieldPath, path: FieldPath): void {
    const tail = tailOf(layout);
    const room = (field: LayoutField) => (field === tail ? roomOfTail(field, this.#source.bytes) : null);
    this.#fields(layout, start, pathOf, path, room);
  }

  /** Statements for the fields of a struct. */
  fields(index: number, place: Place, path: FieldPath): void {
    const { layout } = this.#context.structAt(index);
    this.#fields(
      layout,
      place,
      (field) => extendPath(path, `.${field.name}`),
      path,
      () => null,
    );
  }

  #fields(
    layout: Layout,
    start: Place,
    pathOf: (field: LayoutField) => FieldPath,
    path: FieldPath,
    roomOf: (field: LayoutField) => string | null,
  ): void {
    const presence = this.#presence(layout, start, path);
    for (const field of layout.fields) {
      const body = this.#inside();
      body.value(field.type, fieldPlace(start, field), pathOf(field), roomOf(field));
      if (body.lines.length === 0) continue;
      if (field.presence === null) this.lines.push(...body.lines);
      else {
        this.lines.push(`if (${presence(field)} !== 0) {`, ...body.lines.map(indent), "}");
      }
    }
  }

  /** What tells of an optional field whether it is there. */
  #presence(layout: Layout, start: Place, path: FieldPath): Presence {
    if (layout.openBytes !== null) {
      const head = new LoadCode(this.#context, this.#scope, this.#source);
      const test = head.openHead(layout, start, path);
      this.lines.push(...head.lines);
      return test;
    }
    const bytes = this.#presenceBytes(layout, start, path);
    return (field) => `(${bytes[(field.presence ?? 0) >> 3]} & ${presenceBit(field)})`;
  }

  /** The names of constants that hold the bytes of presence. */
  #presenceBytes({ presenceBytes, fields }: Layout, start: Place, path: FieldPath): readonly string[] {
    return Array.from({ length: presenceBytes }, (_, byte) => {
      const inByte = fields.filter(({ presence }) => presence !== null && presence >> 3 === byte);
      const known = inByte.reduce((bits, field) => bits | presenceBit(field), 0);
      const stored = `${this.#source.store}.loadU8(${printOffset(start.base, start.offset + byte)})`;
      const checked = `${this.#context.runtime.value("expectFlags")}(${stored}, ${known}, ${printPath(path)})`;
      const local = this.#scope.claim("present");
      const isUsed = inByte.some(({ type }) => this.#context.canRefuse(type));
      this.lines.push(isUsed ? `const ${local} = ${checked};` : `${checked};`);
      return local;
    });
  }

  #inside(): VerifyCode {
    return new VerifyCode(this.#context, this.#scope, this.#source);
  }

  value(type: PlanType, place: Place, path: FieldPath, room: string | null = null): void {
    if (!this.#context.canRefuse(type)) return;
    const at = printOffset(place.base, place.offset);
    switch (type.kind) {
      case "alias":
        this.value(type.type, place, path, room);
        return;
      case "struct":
      case "union":
        this.#made(type, place, path);
        return;
      case "array":
        this.#array(type, place, path, room);
        return;
      case "string":
        this.#call("verifyString", `${at}, ${printOffset(place.base, place.dataOffset)}, ${room ?? type.bound}`, path);
        return;
      case "bytes":
        this.#call("expectLength", `${at}, ${room ?? type.bound}`, path);
        return;
      default:
        this.lines.push(`${this.#stored(type, place, path)};`);
    }
  }

  #call(check: string, places: string, path: FieldPath): void {
    const name = this.#context.runtime.value(check);
    this.lines.push(`${name}(${this.#source.store}, ${places}, ${printPath(path)});`);
  }

  /** The check of a stored number. */
  #stored(type: PlanType, place: Place, path: FieldPath): string {
    const at = printOffset(place.base, place.offset);
    const { store } = this.#source;
    if (type.kind === "scalar" && type.name === "char") {
      return `${this.#context.runtime.value("verifyChar")}(${store}.loadU32(${at}), ${printPath(path)})`;
    }
    if (type.kind === "flags") {
      const { underlying, members } = this.#context.flagsAt(type.flags);
      const stored = `${store}.load${underlying.toUpperCase()}(${at})`;
      return `${this.#context.runtime.value("expectFlags")}(${stored}, ${allBits(members)}, ${printPath(path)})`;
    }
    return new LoadCode(this.#context, this.#scope, this.#source).value(type, place, path, "value");
  }

  #made(type: MadeReference, place: Place, path: FieldPath): void {
    // Behind a path that the function was given, a call would have to put paths together.
    if (path.known) {
      this.lines.push(
        `${this.#context.needVerify(type)}(${this.#source.store}, ${printOffset(place.base, place.offset)}, ${printPath(path)});`,
      );
    } else if (type.kind === "struct") this.fields(type.struct, place, path);
    else this.arms(type.union, place, path);
  }

  /** Statements for the arm that the tag tells. */
  arms(index: number, place: Place, path: FieldPath): void {
    const { name, tag, open, arms } = this.#context.unionAt(index);
    const local = this.#scope.claim("tag");
    const stored = `${this.#source.store}.load${tag.toUpperCase()}(${printOffset(place.base, place.offset)})`;
    this.lines.push(`const ${local} = ${stored};`, `switch (${local}) {`);
    for (const arm of arms) {
      const body = this.#inside();
      if (arm.type !== null) {
        body.value(arm.type, armPlace(place, arm.offset, arm.type), extendPath(path, `.${arm.name}`));
      }
      const lines = [...body.lines, "break;"].map((line) => indent(indent(line)));
      this.lines.push(`  case ${arm.tag}: {`, ...lines, "  }");
    }
    if (!open) {
      const error = this.#context.runtime.value("DecodeError");
      const refusal = `throw new ${error}(${printPathText(path)}, \`\${${local}} is no arm of ${name}\`);`;
      this.lines.push("  default:", indent(indent(refusal)));
    }
    this.lines.push("}");
  }

  #array(type: ArrayType, place: Place, path: FieldPath, room: string | null): void {
    const at = printOffset(place.base, place.offset);
    if (type.bounded && (type.length === 0 || !this.#context.canRefuse(type.element))) {
      this.#call("expectLength", `${at}, ${room ?? type.length}`, path);
      return;
    }
    const scope = this.#scope.open();
    const count = type.bounded ? this.#scope.claim("count") : `${type.length}`;
    if (type.bounded) {
      const expect = this.#context.runtime.value("expectLength");
      const limit = room ?? type.length;
      this.lines.push(`const ${count} = ${expect}(${this.#source.store}, ${at}, ${limit}, ${printPath(path)});`);
    }
    const [index = "", item = ""] = scope.claimAll(["index", "item"]);
    const body = new VerifyCode(this.#context, scope, this.#source);
    body.value(type.element, elementPlace(item, type.element), extendPath(path, "[]"));
    const start = printOffset(place.base, type.bounded ? place.dataOffset : place.offset);
    const step = type.stride === 1 ? index : `${type.stride} * ${index}`;
    this.lines.push(
      `for (let ${index} = 0; ${index} < ${count}; ${index}++) {`,
      `  const ${item} = ${start} + ${step};`,
    );
    this.lines.push(...body.lines.map(indent), "}");
  }
}
