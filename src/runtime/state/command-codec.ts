import { decode, encode, type FieldOf, fields, list, record, variants } from "../agreement/fields.ts";
import type { Command, EntryBytes } from "./replicated-object.ts";

const expectation = variants({ anything: record({}), absent: record({}), value: record({ value: fields.bytes }) });
const command = record({ operation: fields.u8, key: fields.bytes, value: fields.bytes, expected: expectation });

export const entryField = record({ key: fields.bytes, value: fields.bytes });
export const entriesField = list(entryField);
export const queryField = record({ operation: fields.u8, key: fields.bytes });

export function encodeCommand({ operation, key, value, expected }: Command): Uint8Array {
  return encode(command, { operation, key, value, expected: expectationOf(expected) });
}

function expectationOf(expected: Command["expected"]): FieldOf<typeof expectation> {
  if (expected === null) return { kind: "anything" };
  return expected === "absent" ? { kind: "absent" } : { kind: "value", value: expected };
}

/** Null for bytes that are no command. */
export function decodeCommand(bytes: Uint8Array): Command | null {
  const read = decode(command, bytes);
  if (read === null) return null;
  const { operation, key, value, expected } = read;
  return { operation, key, value, expected: expectedBy(expected) };
}

function expectedBy(expected: FieldOf<typeof expectation>): Command["expected"] {
  if (expected.kind === "value") return expected.value;
  return expected.kind === "absent" ? "absent" : null;
}

export function entriesOf(entries: Iterable<EntryBytes>): { readonly key: Uint8Array; readonly value: Uint8Array }[] {
  return Array.from(entries, ([key, value]) => ({ key, value }));
}
