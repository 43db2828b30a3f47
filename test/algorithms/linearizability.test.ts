import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  checkLinearizability,
  checkParts,
  type Operation,
  type SequentialModel,
} from "../../src/algorithms/linearizability.ts";

type Input = { readonly key?: string } & (
  | { readonly write: number }
  | { readonly read: true }
  | { readonly add: number }
);
type Output = number | null;
type Step = Operation<Input, Output>;

/** A number that is written, read, and added to; an addition tells what was there before. */
const register: SequentialModel<number, Input, Output> = {
  initial: 0,
  step: (state, input, ending) => {
    if ("write" in input) return input.write;
    if (ending !== null && ending.output !== state) return null;
    return "add" in input ? state + input.add : state;
  },
  isRead: (input) => "read" in input,
  identify: String,
};

const write = (value: number, called: number, at: number | null): Step => ({
  input: { write: value },
  called,
  ending: at === null ? null : { at, output: null },
});
const read = (value: number, called: number, at: number): Step => ({
  input: { read: true },
  called,
  ending: { at, output: value },
});
const add = (value: number, before: number, called: number, at: number): Step => ({
  input: { add: value },
  called,
  ending: { at, output: before },
});
const on = (key: string, step: Step): Step => ({ ...step, input: { ...step.input, key } });

describe("histories that are linearisable", () => {
  const good: Readonly<Record<string, readonly Step[]>> = {
    "nothing at all": [],
    "one after another": [write(1, 0, 1), read(1, 2, 3), write(2, 4, 5), read(2, 6, 7)],
    "a read during a write sees either": [write(1, 0, 10), read(0, 1, 2), read(1, 3, 4), read(1, 11, 12)],
    "two writes at once, in the order a later read says": [write(1, 0, 10), write(2, 0, 10), read(1, 11, 12)],
    "a write that nobody knows of takes effect late": [write(1, 0, null), read(0, 1, 2), read(1, 3, 4), read(1, 5, 6)],
    "or never": [write(1, 0, null), read(0, 100, 101)],
    "two additions at once": [add(1, 1, 0, 10), add(1, 0, 0, 10), read(2, 11, 12)],
    "times that are equal overlap": [write(1, 0, 5), read(0, 5, 6)],
  };
  test.each(Object.entries(good))("%s", (_, history) => {
    const linearity = checkLinearizability(history, register);
    expect(linearity.kind).toBe("linearisable");
    if (linearity.kind === "linearisable") expectOrder(history, linearity.order);
  });
});

describe("histories that are not", () => {
  const bad: Readonly<Record<string, { history: readonly Step[]; offending: number; states: readonly number[] }>> = {
    "a stale read": { history: [write(1, 0, 1), read(0, 2, 3)], offending: 1, states: [1] },
    "a lost update": { history: [add(1, 0, 0, 10), add(1, 0, 1, 9)], offending: 0, states: [1] },
    "writes that are seen in two orders": {
      history: [write(1, 0, 1), write(2, 2, 3), read(2, 4, 5), read(1, 6, 7)],
      offending: 3,
      states: [2],
    },
    "two readers that see two writes in different orders": {
      history: [write(1, 0, 20), write(2, 0, 20), read(1, 1, 2), read(2, 3, 4), read(1, 5, 6)],
      offending: 4,
      states: [2],
    },
    "a read that goes back": {
      history: [write(1, 0, 10), read(1, 1, 2), read(0, 3, 4)],
      offending: 2,
      states: [1],
    },
    "a pending write that takes effect twice": {
      history: [write(1, 0, null), read(1, 1, 2), write(2, 3, 4), read(2, 5, 6), read(1, 7, 8)],
      offending: 4,
      states: [2],
    },
    "a pending write that is undone": {
      history: [write(1, 0, null), read(1, 1, 2), read(0, 3, 4)],
      offending: 2,
      states: [1],
    },
    "a write that was never made": { history: [write(1, 0, 1), read(7, 0, 3)], offending: 1, states: [1] },
    "a pending write before its call": { history: [read(1, 0, 1), write(1, 2, null)], offending: 0, states: [0] },
  };
  test.each(Object.entries(bad))("%s", (_, { history, offending, states }) => {
    const linearity = checkLinearizability(history, register);
    expect(linearity).toMatchObject({ kind: "violated", offending });
    if (linearity.kind !== "violated") return;
    expect([...linearity.states].sort()).toEqual([...states].sort());
    expect(linearity.open).not.toContain(offending);
    expect(linearity.order).not.toContain(offending);
  });
});

describe("parts", () => {
  const partOf = ({ key }: Input): string => key ?? "";

  test("are each for themselves", () => {
    const history = [on("a", write(1, 0, 1)), on("b", read(0, 2, 3)), on("a", read(1, 4, 5))];
    expect(checkParts(history, partOf, register)).toMatchObject({ part: null, linearity: { kind: "linearisable" } });
    expect(checkLinearizability(history, register).kind).toBe("violated");
  });

  test("the one that is wrong is named, with the indices of the whole", () => {
    const history = [on("a", write(1, 0, 1)), on("b", write(2, 0, 1)), on("a", read(1, 2, 3)), on("b", read(0, 2, 3))];
    const { part, linearity } = checkParts(history, partOf, register);
    expect(part).toBe("b");
    expect(linearity).toMatchObject({ kind: "violated", offending: 3, order: [1], states: [2] });
  });
});

test("what takes too long is undecided, and not passed", () => {
  const history = Array.from({ length: 12 }, (_, index) => write(index + 1, 0, null));
  expect(checkLinearizability([...history, read(99, 1, 2)], register, { limit: 100 })).toEqual({
    kind: "undecided",
    configurations: 100,
  });
});

test("hundreds of operations of eight clients are no matter", () => {
  const history: Step[] = [];
  for (let index = 0; index < 400; index++) {
    const called = index - (index % 8);
    history.push(
      index % 3 === 0 ? add(1, Math.ceil(index / 3), called, called + 8) : write(Math.ceil(index / 3), called, null),
    );
  }
  expect(checkLinearizability(history, register).kind).toBe("linearisable");
});

const step: fc.Arbitrary<Step> = fc
  .record({
    kind: fc.constantFrom("write", "read", "add", "pending"),
    value: fc.nat(2),
    called: fc.nat(8),
    takes: fc.nat(6),
  })
  .map(({ kind, value, called, takes }) => {
    const at = called + takes;
    if (kind === "write") return write(value, called, at);
    if (kind === "pending") return write(value, called, null);
    return kind === "read" ? read(value, called, at) : add(1, value, called, at);
  });
const histories = fc.array(step, { maxLength: 6 });

describe("beside all orders there are", () => {
  test.prop([histories], { numRuns: 2000 })("the verdict is theirs", (history) => {
    const linearity = checkLinearizability(history, register);
    expect(linearity.kind === "linearisable").toBe(isLinearisableByForce(history));
    if (linearity.kind === "linearisable") expectOrder(history, linearity.order);
  });

  test.prop([histories], { numRuns: 2000 })(
    "the prefix before the offending return is linearisable, with it not",
    (history) => {
      const linearity = checkLinearizability(history, register);
      if (linearity.kind !== "violated") return;
      const end = history[linearity.offending]?.ending?.at ?? -1;
      const called = history.filter((each) => each.called <= end);
      const isExplained = (isNeeded: (at: number) => boolean): boolean =>
        isLinearisableByForce(called, ({ ending }) => ending !== null && isNeeded(ending.at));
      expect(isExplained((at) => at < end)).toBe(true);
      expect(isExplained((at) => at <= end)).toBe(false);
    },
  );

  test.prop([fc.array(fc.record({ value: fc.nat(3), early: fc.nat(2), late: fc.nat(2) }), { maxLength: 12 })])(
    "what an object has really done is linearisable, however its operations overlap",
    (steps) => {
      let state = 0;
      const history = steps.map(({ value, early, late }, moment): Step => {
        const [called, at] = [moment * 2 - early, moment * 2 + 1 + late];
        const before = state;
        if (value === 0) return read(before, called, at);
        state = value === 3 ? before + 1 : value;
        return value === 3 ? add(1, before, called, at) : write(value, called, at);
      });
      expect(checkLinearizability(history, register).kind).toBe("linearisable");
    },
  );
});

/** Tries every order of every choice of those that are not needed. */
function isLinearisableByForce(history: readonly Step[], isNeeded = ({ ending }: Step) => ending !== null): boolean {
  const search = (left: readonly number[], state: number): boolean => {
    if (!left.some((index) => isNeeded(history[index] as Step))) return true;
    return left.some((index) => {
      const { called, input, ending } = history[index] as Step;
      if (left.some((other) => (history[other]?.ending?.at ?? Number.POSITIVE_INFINITY) < called)) return false;
      const next = register.step(state, input, ending);
      return (
        next !== null &&
        search(
          left.filter((other) => other !== index),
          next,
        )
      );
    });
  };
  return search([...history.keys()], register.initial);
}

/** Everything that returned is there once, nothing before what had returned when it was called, and the model agrees. */
function expectOrder(history: readonly Step[], order: readonly number[]): void {
  expect(new Set(order).size).toBe(order.length);
  for (const [index, { ending }] of history.entries()) if (ending !== null) expect(order).toContain(index);
  let state: number | null = register.initial;
  let latestCall = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    const { input, called, ending } = history[index] as Step;
    expect(ending?.at ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(latestCall);
    latestCall = Math.max(latestCall, called);
    state = state === null ? null : register.step(state, input, ending);
    expect(state).not.toBeNull();
  }
}
