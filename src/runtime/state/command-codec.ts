import { decode, encode, fields, list, record, variants } from "../agreement/fields.ts";
import type { Command, EntryBytes } from "./replicated-object.ts";

const expectation = variants({ anything: record({}), absent: record({}), value: record({ value: fields.bytes }) });
const command = record({ operation: fields.u8, key: fields.bytes, value: fields.bytes, expected: expectation });

export const entryField = record({ key: fields.bytes, value: fields.bytes });
export const entriesField = list(entryField);
export const queryField = record({ operation: fields.u8, key: fields.bytes });

export function encodeCommand({ expected, ...rest }: Command): Uint8Array {
  if (expected === null) return encode(command, { ...rest, expected: { kind: "anything" } });
  if (expected === "absent") return encode(command, { ...rest, expected: { kind: "absent" } });
  return encode(command, { ...rest, expected: { kind: "value", value: expected } });
}

/** Null for bytes that are no command. */
export function decodeCommand(bytes: Uint8Array): Command | null {
  const read = decode(command, bytes);
  if (read === null) return null;
  const { expected, ...rest } = read;
  if (expected.kind === "value") return { ...rest, expected: expected.value };
  return { ...rest, expected: expected.kind === "absent" ? "absent" : null };
}

export function entriesOf(entries: Iterable<EntryBytes>): { readonly key: Uint8Array; readonly value: Uint8Array }[] {
  return Array.from(entries, ([key, value]) => ({ key, value }));
}
