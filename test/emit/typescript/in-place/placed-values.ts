/** Reads and writes values through views and writers, member by member, whatever their type. */

import { withoutAlias } from "../../../../src/emit/typescript/codec/place.ts";
import { nameInPlace } from "../../../../src/emit/typescript/in-place/in-place-names.ts";
import { nameInterface } from "../../../../src/emit/typescript/interface/interface-names.ts";
import { memberScope, nameProperties, pascalCase } from "../../../../src/emit/typescript/names.ts";
import type { LayoutField, PlanInterface, PlanType } from "../../../../src/plan/plan.ts";
import { KnownText } from "../../../../src/runtime/in-place/equal-text.ts";

type Field = Pick<LayoutField, "name" | "type" | "presence">;

/** The names of a class's members that stand for fields. */
export function membersOf(fields: readonly { readonly name: string }[]): readonly string[] {
  return memberScope().claimAll(fields.map(({ name }) => name));
}

function get(target: unknown, member: string): unknown {
  return Reflect.get(Object(target), member);
}

function call(target: unknown, method: string, ...values: readonly unknown[]): unknown {
  return Reflect.apply(Reflect.get(Object(target), method), target, [...values]);
}

/** An object of what a view's getters give. */
export function readFields(plan: PlanInterface, view: unknown, fields: readonly Field[]): Record<string, unknown> {
  const members = membersOf(fields);
  const names = nameProperties(fields);
  const read = fields.map(
    (field, index) => [names[index], readField(plan, view, field, members[index] ?? "")] as const,
  );
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

function readField(plan: PlanInterface, view: unknown, { name, type, presence }: Field, member: string): unknown {
  if (presence !== null) {
    if (get(view, `has${pascalCase(name)}`) !== true) {
      if (get(view, member) !== undefined) throw new Error(`${name} is absent and has a value`);
      return undefined;
    }
  }
  return readMember(plan, view, name, type, member);
}

function readMember(plan: PlanInterface, view: unknown, name: string, type: PlanType, member: string): unknown {
  const inner = withoutAlias(type);
  const value = get(view, member);
  if (inner.kind === "array") return readElements(plan, view, name, inner, member);
  if (inner.kind === "struct" || inner.kind === "union") return readMade(plan, value, inner);
  if (inner.kind === "string" && typeof value === "string") checkText(view, member, value);
  if (inner.kind === "bytes" && value instanceof Uint8Array) checkData(view, name, member, value);
  if (typeof value === "bigint" && inner.kind === "scalar") checkWide(view, member, value, inner.name === "i64");
  return value;
}

function checkText(view: unknown, member: string, value: string): void {
  const same = [
    call(view, `${member}Equals`, value) === true,
    call(view, `${member}Equals`, new KnownText(value)) === true,
    call(view, `${member}Equals`, `${value}x`) === false,
    call(view, `${member}Equals`, `${value.slice(0, -1)}\u0000\u0000`) === false,
    get(view, `${member}Length`) === Buffer.byteLength(value),
    Buffer.from(value).equals(Buffer.from(Object(get(view, `${member}Bytes`)))),
  ];
  if (same.includes(false)) throw new Error(`${member} is not the same in every way: ${same}`);
}

function checkData(view: unknown, name: string, member: string, value: Uint8Array): void {
  const target = new Uint8Array(value.length + 2);
  const copied = call(view, `copy${pascalCase(name)}To`, target, 1);
  const same = [
    copied === value.length,
    get(view, `${member}Length`) === value.length,
    Buffer.from(target).equals(Buffer.from([0, ...value, 0])),
    Buffer.from(value).equals(Buffer.from(Object(get(view, `${member}Bytes`)))),
  ];
  if (same.includes(false)) throw new Error(`${member} is not the same in every way: ${same}`);
}

function checkWide(view: unknown, member: string, value: bigint, signed: boolean): void {
  const [low, high] = [Number(get(view, `${member}Low`)), Number(get(view, `${member}High`))];
  if ((BigInt(high) << 32n) + BigInt(low) !== value) throw new Error(`${value} has other halves: ${high}, ${low}`);
  if (signed ? high < -(2 ** 31) || high >= 2 ** 31 : high < 0) throw new Error(`${high} is no half`);
  let number: unknown = null;
  try {
    number = get(view, `${member}Number`);
  } catch (error) {
    if (!(error instanceof RangeError) || error.name !== "UnsafeIntegerError") throw error;
  }
  const expected = Number.isSafeInteger(Number(value)) ? Number(value) : null;
  if (number !== expected) throw new Error(`${value} is ${number} as a number`);
}

function readMade(plan: PlanInterface, view: unknown, type: PlanType & { kind: "struct" | "union" }): unknown {
  if (type.kind === "struct") return readFields(plan, view, plan.structs[type.struct]?.layout.fields ?? []);
  const union = plan.unions[type.union];
  const kind = get(view, "kind");
  const [, , ...members] = membersOf([{ name: "kind" }, { name: "tag" }, ...(union?.arms ?? [])]);
  const index = union?.arms.findIndex(({ name }) => name === kind) ?? -1;
  const arm = union?.arms[index];
  if (arm === undefined) return { kind, tag: get(view, "tag") };
  return arm.type === null
    ? { kind }
    : { kind, value: readMember(plan, view, arm.name, arm.type, members[index] ?? "") };
}

type ArrayType = Extract<PlanType, { kind: "array" }>;

function readElements(plan: PlanInterface, view: unknown, name: string, type: ArrayType, member: string): unknown[] {
  const count = `countOf${pascalCase(name)}`;
  const read = (inner: ArrayType, indices: readonly number[]): unknown[] => {
    const length = inner.bounded
      ? Number(indices.length === 0 ? get(view, count) : call(view, count + "In".repeat(indices.length), ...indices))
      : inner.length;
    return Array.from({ length }, (_, index) => {
      const element = withoutAlias(inner.element);
      if (element.kind === "array") return read(element, [...indices, index]);
      const value = call(view, `${member}At`, ...indices, index);
      return element.kind === "struct" || element.kind === "union" ? readMade(plan, value, element) : value;
    });
  };
  return read(type, []);
}

/** Writes each field that is there, in an order of its own, some as objects and some member by member. */
export function writeFields(
  plan: PlanInterface,
  writer: unknown,
  fields: readonly Field[],
  value: unknown,
  seed: number,
): void {
  const members = membersOf(fields);
  const names = nameProperties(fields);
  const order = fields.map((_, index) => (index + seed) % fields.length);
  for (const index of order) {
    const field = fields[index];
    const given = get(value, names[index] ?? "");
    if (field !== undefined && given !== undefined) {
      writeMember(plan, writer, field, members[index] ?? "", given, seed + index);
    }
  }
}

function writeMember(
  plan: PlanInterface,
  writer: unknown,
  { name, type }: Pick<Field, "name" | "type">,
  member: string,
  value: unknown,
  seed: number,
): void {
  const inner = withoutAlias(type);
  // An optional array without elements would be absent if none were appended.
  const asObject = seed % 3 === 0 || (Array.isArray(value) && value.length === 0);
  if (asObject) Reflect.set(Object(writer), member, value);
  else if (inner.kind === "struct") {
    writeFields(plan, get(writer, member), plan.structs[inner.struct]?.layout.fields ?? [], value, seed);
  } else if (inner.kind === "union") writeArm(plan, get(writer, member), inner.union, value, seed);
  else if (inner.kind === "array" && Reflect.has(Object(writer), `append${pascalCase(name)}`)) {
    appendAll(plan, writer, name, inner, value, seed);
  } else if (inner.kind === "string") Reflect.set(Object(writer), `${member}Bytes`, Buffer.from(String(value)));
  else if (inner.kind === "bytes" && value instanceof Uint8Array) {
    call(writer, `fill${pascalCase(name)}`, value.length, (room: Uint8Array) => room.set(value));
  } else if (typeof value === "bigint" && inner.kind === "scalar") writeWide(writer, name, member, value, seed);
  else Reflect.set(Object(writer), member, value);
}

function writeWide(writer: unknown, name: string, member: string, value: bigint, seed: number): void {
  if (seed % 2 === 0 && Number.isSafeInteger(Number(value)))
    Reflect.set(Object(writer), `${member}Number`, Number(value));
  else call(writer, `set${pascalCase(name)}`, Number(value & 0xffffffffn), Number(value >> 32n));
}

function appendAll(
  plan: PlanInterface,
  writer: unknown,
  name: string,
  { element }: ArrayType,
  values: unknown,
  seed: number,
): void {
  const inner = withoutAlias(element);
  for (const [index, value] of [...(Array.isArray(values) ? values : [])].entries()) {
    const append = `append${pascalCase(name)}`;
    if (inner.kind === "struct") {
      writeFields(plan, call(writer, append), plan.structs[inner.struct]?.layout.fields ?? [], value, seed + index);
    } else if (inner.kind === "union") writeArm(plan, call(writer, append), inner.union, value, seed + index);
    else call(writer, append, value);
  }
}

function writeArm(plan: PlanInterface, writer: unknown, union: number, value: unknown, seed: number): void {
  const arms = plan.unions[union]?.arms ?? [];
  const index = arms.findIndex(({ name }) => name === get(value, "kind"));
  const arm = arms[index];
  if (arm === undefined) throw new Error("no such arm");
  if (arm.type === null) call(writer, `set${arm.name.charAt(0).toUpperCase()}${arm.name.slice(1)}`);
  else
    writeMember(
      plan,
      writer,
      { name: arm.name, type: arm.type },
      membersOf(arms)[index] ?? "",
      get(value, "value"),
      seed,
    );
}

/** The name of the class that an operation's message is read or written with. */
export function classOf(
  plan: PlanInterface,
  opcode: number,
  part: "request" | "reply",
  kind: "view" | "writer",
): string {
  const names = nameInPlace(plan, nameInterface(plan));
  const index = plan.operations.findIndex((operation) => operation.opcode === opcode);
  return names.operations[index]?.[part][kind] ?? "";
}
