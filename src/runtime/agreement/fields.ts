import { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";

/** How one type of values is written and read. */
export interface Field<Value> {
  write(out: ByteWriter, value: Value): void;
  /** Anything once the reader has failed. */
  read(from: ByteReader): Value;
}

export type FieldOf<F> = F extends Field<infer Value> ? Value : never;

type Fields = Readonly<Record<string, Field<unknown>>>;
type RecordOf<Shape> = { readonly [Name in keyof Shape]: FieldOf<Shape[Name]> };

export const fields = {
  u8: { write: (out, value) => out.u8(value), read: (from) => from.u8() } as Field<number>,
  u16: { write: (out, value) => out.u16(value), read: (from) => from.u16() } as Field<number>,
  u32: { write: (out, value) => out.u32(value), read: (from) => from.u32() } as Field<number>,
  /** An integer from -1 to 2^53 - 1. */
  count: { write: (out, value) => out.count(value), read: (from) => from.count() } as Field<number>,
  flag: { write: (out, value) => out.u8(value ? 1 : 0), read: (from) => from.u8() !== 0 } as Field<boolean>,
  bytes: { write: (out, value) => out.bytes(value), read: (from) => from.bytes() } as Field<Uint8Array>,
};

/** A field that is an object: what is read can be put into one that has something already. */
interface RecordField<Value> extends Field<Value> {
  readInto(from: ByteReader, values: Record<string, unknown>): Value;
}

/** Its fields one after another. */
export function record<Shape extends Fields>(shape: Shape): RecordField<RecordOf<Shape>> {
  const members: [string, Field<unknown>][] = Object.entries(shape);
  const readInto = (from: ByteReader, values: Record<string, unknown>): RecordOf<Shape> => {
    for (const [name, field] of members) values[name] = field.read(from);
    // The one place where names and values are put together again: exactly the fields of the shape are in it.
    return values as RecordOf<Shape>;
  };
  return {
    write: (out, value) => {
      const values: Readonly<Record<string, unknown>> = value;
      for (const [name, field] of members) field.write(out, values[name]);
    },
    read: (from) => readInto(from, {}),
    readInto,
  };
}

/** Behind their number. */
export function list<Value>(field: Field<Value>): Field<readonly Value[]> {
  return {
    write: (out, values) => {
      out.u32(values.length);
      for (const value of values) field.write(out, value);
    },
    read: (from) => {
      const values: Value[] = [];
      for (let left = from.u32(); left > 0 && !from.failed; left--) values.push(field.read(from));
      return values;
    },
  };
}

type Records = Readonly<Record<string, RecordField<unknown>>>;
type VariantOf<Shape> = {
  readonly [Kind in keyof Shape]: { readonly kind: Kind } & FieldOf<Shape[Kind]>;
}[keyof Shape];

/** One of several kinds, behind its number. */
export function variants<Shape extends Records>(shape: Shape): Field<VariantOf<Shape>> {
  const kinds: [string, RecordField<unknown>][] = Object.entries(shape);
  const numbers = new Map(kinds.map(([kind], number) => [kind, number]));
  return {
    write: (out, value) => {
      const number = numbers.get(String(value.kind)) ?? 0;
      out.u8(number);
      kinds[number]?.[1].write(out, value);
    },
    read: (from) => {
      const [kind, field] = kinds[from.u8()] ?? [];
      if (field === undefined) from.fail();
      const variant: Record<string, unknown> = { kind };
      field?.readInto(from, variant);
      return variant as VariantOf<Shape>;
    },
  };
}

const writer = new ByteWriter();

export function encode<Value>(field: Field<Value>, value: Value): Uint8Array {
  return encodeForNow(field, value).finish();
}

/** The same for who copies it at once: it is there until something else is encoded. */
export function encodeForNow<Value>(field: Field<Value>, value: Value): ByteWriter {
  writer.clear();
  field.write(writer, value);
  return writer;
}

/** Null for bytes that are no such value, or have something behind it. */
export function decode<Value>(
  field: Field<Value>,
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): Value | null {
  const from = new ByteReader(bytes, start, end);
  const value = field.read(from);
  return from.finished ? value : null;
}
