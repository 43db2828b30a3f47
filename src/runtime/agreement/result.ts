import { type Field, type FieldOf, fields, record, variants } from "./fields.ts";

const result = variants({
  done: record({ value: fields.bytes }),
  rejected: record({ text: fields.bytes }),
  superseded: record({ text: fields.bytes }),
});

/** What came of a command where it was applied; the same on every replica. */
export type Result = FieldOf<typeof result>;
export const resultField: Field<Result> = result;

/** Of a command that changes nothing. */
export const nothing: Result = { kind: "done", value: new Uint8Array(0) };

const encoder = new TextEncoder();

export function rejection(text: string): Result {
  return { kind: "rejected", text: encoder.encode(text) };
}

export function supersession(text: string): Result {
  return { kind: "superseded", text: encoder.encode(text) };
}
