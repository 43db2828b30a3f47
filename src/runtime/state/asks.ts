/** What a kernel without a replica asks one that has one, and what that answers. */
import { type Field, type FieldOf, fields, list, record, variants } from "../agreement/fields.ts";
import { proposalField } from "../agreement/messages.ts";
import { resultField } from "../agreement/result.ts";
import { entriesField, queryField } from "./command-codec.ts";

const ask = variants({
  propose: record({ proposal: proposalField }),
  /** `isLatest`: everything that was agreed before is to be in it. */
  get: record({ ticket: fields.count, isLatest: fields.flag, query: queryField }),
  /** Wants the answer after number `received`; once. */
  watch: record({ ticket: fields.count, received: fields.count, buffer: fields.u16 }),
  unwatch: record({ ticket: fields.count }),
});

const change = variants({
  change: record({ index: fields.count, operation: fields.u8, key: fields.bytes, value: fields.bytes }),
  missed: record({ index: fields.count, entries: entriesField }),
});

const answer = variants({
  settled: record({
    incarnation: fields.u32,
    sequence: fields.count,
    index: fields.count,
    result: resultField,
  }),
  value: record({ ticket: fields.count, isThere: fields.flag, value: fields.bytes }),
  changes: record({ ticket: fields.count, number: fields.count, changes: list(change) }),
  /** To everything that is asked: nobody has the state any more. */
  lost: record({}),
});

export type Ask = FieldOf<typeof ask>;
export type Answer = FieldOf<typeof answer>;
export type AskedChange = FieldOf<typeof change>;

export const askField: Field<Ask> = ask;
export const answerField: Field<Answer> = answer;
