import { expect, test } from "vitest";
import type { Message, MessageOf } from "../../../../src/runtime/agreement/messages.ts";
import { Conflation } from "../../../../src/runtime/kernel/states/conflation.ts";

function ack(have: number, asks = false): MessageOf<"ack"> {
  return { kind: "ack", epoch: 1, asks, have, all: 0, stable: 0, voted: 0, refusedBy: -1 };
}

function entries(first: number, isEmpty: boolean): MessageOf<"entries"> {
  const entry = { term: 0, content: { kind: "nothing" as const } };
  return { kind: "entries", epoch: 1, first, stable: first - 1, entries: isEmpty ? [] : [entry] };
}

/** A way with so much room for messages, which make more by leaving. */
function way(room: number) {
  const gone: Message[] = [];
  const waiting: { readonly message: Message; readonly left: () => void }[] = [];
  let isOpen = true;
  const conflation = new Conflation({
    send: (_, message, left) => {
      if (waiting.length > 0 || gone.length >= room) waiting.push({ message, left });
      else {
        gone.push(message);
        left();
      }
    },
    isOpen: () => isOpen,
  });
  /** All that waits goes, and what comes of that. */
  const empty = (): void => {
    room = Number.POSITIVE_INFINITY;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      gone.push(next.message);
      next.left();
    }
  };
  /** What waits is swallowed: nobody can be reached. */
  const close = (): void => {
    isOpen = false;
    for (const { left } of waiting.splice(0)) left();
  };
  return { conflation, gone, waiting, empty, close };
}

test("where there is room all goes, in its order", () => {
  const { conflation, gone } = way(3);
  for (const have of [1, 2, 3]) conflation.tell(7, ack(have));
  expect(gone).toEqual([ack(1), ack(2), ack(3)]);
});

test("of acknowledgements without room the first and the last go; one that asks still asks", () => {
  const { conflation, gone, waiting, empty } = way(0);
  for (const have of [1, 2, 3, 4]) conflation.tell(7, ack(have, have === 2));
  expect(waiting).toHaveLength(1);
  empty();
  expect(gone).toEqual([ack(1), ack(4, true)]);
  conflation.tell(7, ack(5));
  expect(gone.at(-1)).toEqual(ack(5));
});

test("entries all go, and what says how far they are stable follows them", () => {
  const { conflation, gone, empty } = way(0);
  const sent = [entries(1, true), entries(1, false), entries(2, true), entries(2, false), entries(3, true)];
  for (const message of sent) conflation.tell(7, message);
  empty();
  expect(gone).toEqual([entries(1, true), entries(1, false), entries(2, false), entries(3, true)]);
});

test("each kernel is told for itself", () => {
  const { conflation, gone, empty } = way(0);
  for (const to of [7, 8]) for (const have of [1, 2]) conflation.tell(to, ack(have));
  empty();
  expect(gone).toEqual([ack(1), ack(1), ack(2), ack(2)]);
});

test("who cannot be reached any more is told nothing of what was to follow, and all that comes later", () => {
  const { conflation, gone, waiting, close, empty } = way(0);
  for (const have of [1, 2]) conflation.tell(7, ack(have));
  close();
  expect([gone, waiting]).toEqual([[], []]);
  conflation.tell(7, ack(3));
  empty();
  expect(gone).toEqual([ack(3)]);
});
