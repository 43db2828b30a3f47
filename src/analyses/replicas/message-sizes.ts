/**
 * Bytes of what replicas of an object, and those who ask them, say to each other: src/runtime/agreement/messages.ts and
 * src/runtime/state/asks.ts have the formats, and a test holds these sizes to them. Numbers count something only where the
 * bytes are always as many.
 */

/** Bytes of what an operation is about. */
export interface Parts {
  readonly key: number;
  readonly value: number;
  /** Of a change that replaces a value: that one's; null for others. */
  readonly expected: number | null;
  /** What the change comes to. */
  readonly result: number;
}

export const sizes = {
  /** One operation, as replicas keep it. */
  command: ({ key, value, expected }: Parts): number => 10 + key + value + (expected === null ? 0 : 4 + expected),
  forward: (command: number): number => 35 + command,
  /** Down the tree with one change. */
  entries: (command: number): number => 64 + command,
  /** With the decision about the one before. */
  decision: 46,
  /** With nothing but how far all are. */
  stable: 29,
  ack: 50,
  append: (command: number): number => 88 + command,
  /** With nothing but how far it is committed. */
  committed: 53,
  appended: 41,
  askRead: 25,
  readFrom: 33,
  invalidate: (command: number): number => 37 + command,
  invalidated: 25,
  /** To the nearest replica. */
  askChange: (command: number): number => 27 + command,
  settled: (result: number): number => 26 + result,
  askValue: (key: number): number => 15 + key,
  value: (value: number): number => 14 + value,
} as const;
