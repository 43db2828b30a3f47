import { describe, expect, test } from "vitest";
import { judgeHistory } from "../../../src/cli/simulate/judge-history.ts";
import { printNumber } from "../../../src/cli/simulate/state-models.ts";
import type { RecordedOperation, RecordedOutcome } from "../../../src/runtime/hosts/simulation/history.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import type { StateKind } from "../../../src/runtime/state/replicated-object.ts";

type Name = keyof typeof operations;
/** Operation, key, value, and what came of it: bytes, a failure, or nothing yet. */
type Told = readonly [
  name: Name,
  key: string,
  value: string,
  outcome: string | null | "superseded!" | "noQuorum!" | "unknown!" | "rejected!" | undefined,
  expected?: string,
];

const place = { core: 0, program: "main", instance: 0, instances: 1 };

/** One after another, unless an operation has no answer. */
function history(kind: StateKind, told: readonly Told[]): readonly RecordedOperation[] {
  return told.map(([name, key, value, outcome, expected], index) => ({
    ...{ object: "it", kind, place, operation: operations[name], key, value, expected: expected ?? null },
    ...{ at: index, called: 2 * index },
    ending: outcome === undefined ? null : { at: index, returned: 2 * index + 1, outcome: outcomeOf(outcome) },
  }));
}

function outcomeOf(told: string | null): RecordedOutcome {
  if (told === null || !told.endsWith("!")) return { kind: "agreed", value: told };
  const reason = told.slice(0, -1);
  if (reason !== "superseded" && reason !== "noQuorum" && reason !== "unknown" && reason !== "rejected")
    throw new Error(told);
  return { kind: "failed", reason, text: "" };
}

const one = printNumber(1);
const two = printNumber(2);
const three = printNumber(3);

const good: Readonly<Record<string, readonly [StateKind, readonly Told[]]>> = {
  "a register": [
    "register",
    [
      ["get", "", "", null],
      ["set", "", "aa", ""],
      ["get", "", "", "aa"],
      ["replace", "", "bb", "", "aa"],
      ["clear", "", "", "01"],
    ],
  ],
  "a replacement that comes too late": [
    "register",
    [
      ["set", "", "aa", ""],
      ["replace", "", "bb", "superseded!", "cc"],
      ["replace", "", "bb", "superseded!", "absent"],
      ["get", "", "", "aa"],
    ],
  ],
  "a map, whose keys have nothing to do with each other": [
    "map",
    [
      ["set", "01", "aa", ""],
      ["get", "02", "", null],
      ["delete", "02", "", "00"],
      ["delete", "01", "", "01"],
      ["set", "03", "aa", "rejected!"],
    ],
  ],
  "a set": [
    "set",
    [
      ["add", "01", "", ""],
      ["get", "01", "", ""],
      ["delete", "01", "", "01"],
      ["get", "01", "", null],
    ],
  ],
  "a counter": [
    "counter",
    [
      ["add", "", one, one],
      ["add", "", two, three],
      ["get", "", "", three],
    ],
  ],
  "a log": [
    "log",
    [
      ["append", "", "aa", printNumber(0)],
      ["append", "", "", one],
      ["get", one, "", ""],
      ["trim", one, "", ""],
      ["get", printNumber(0), "", null],
      ["bounds", "", "", one + two],
      ["append", "", "cc", two],
    ],
  ],
  "a lease": [
    "lease",
    [
      ["acquire", "", "", one],
      ["acquire", "", "", "rejected!"],
      ["release", one, "", ""],
      ["acquire", "", "", two],
    ],
  ],
  "what is not known to be done, done": [
    "register",
    [
      ["set", "", "aa", "unknown!"],
      ["get", "", "", "aa"],
    ],
  ],
  "or not": [
    "register",
    [
      ["set", "", "aa", "unknown!"],
      ["get", "", "", null],
    ],
  ],
  "what was not done for want of a quorum": [
    "register",
    [
      ["set", "", "aa", "noQuorum!"],
      ["get", "", "", null],
    ],
  ],
  "what has no answer": [
    "counter",
    [
      ["add", "", one, undefined],
      ["add", "", two, three],
    ],
  ],
};

const bad: Readonly<Record<string, readonly [StateKind, readonly Told[]]>> = {
  "an acknowledged change that is lost": [
    "register",
    [
      ["set", "", "aa", ""],
      ["get", "", "", null],
    ],
  ],
  "a change that was said not to be done": [
    "register",
    [
      ["set", "", "aa", "noQuorum!"],
      ["get", "", "", "aa"],
    ],
  ],
  "an expectation that was met after all": [
    "register",
    [
      ["set", "", "aa", ""],
      ["replace", "", "bb", "superseded!", "aa"],
    ],
  ],
  "an addition that is done twice": [
    "counter",
    [
      ["add", "", one, one],
      ["get", "", "", two],
    ],
  ],
  "an entry that is overwritten": [
    "log",
    [
      ["append", "", "aa", printNumber(0)],
      ["append", "", "bb", printNumber(0)],
    ],
  ],
  "a token that is given twice": [
    "lease",
    [
      ["acquire", "", "", one],
      ["release", one, "", ""],
      ["acquire", "", "", one],
    ],
  ],
  "a key that is deleted and still there": [
    "map",
    [
      ["set", "01", "aa", ""],
      ["delete", "01", "", "01"],
      ["get", "01", "", "aa"],
    ],
  ],
};

describe("what replicated objects did", () => {
  test.each(Object.entries(good))("%s is right", (_, [kind, told]) => {
    expect(judgeHistory(history(kind, told), () => true)).toEqual([]);
  });

  test.each(Object.entries(bad))("%s is not", (_, [kind, told]) => {
    const wrong = judgeHistory(history(kind, told), () => true);
    expect(wrong).toEqual([
      expect.stringMatching(/^state it is not linearisable: main\[0\] \w+ .* fits no order of what had been done/),
    ]);
    expect(judgeHistory(history(kind, told), () => false)).toEqual([]);
  });
});
