import { expect, test } from "vitest";
import { operations } from "../../../src/runtime/state/operations.ts";
import { mapChanges } from "../../../src/runtime/state/typed/changes.ts";
import { changesOf, Watchers } from "../../../src/runtime/state/watchers.ts";

const none = new Uint8Array(0);
const change = (index: number) => ({ index, operation: operations.add, key: none, value: none });
const watched = { index: 0, entries: () => [] };

test("changes are watched from the call on, and not from when the first is asked for", async () => {
  const watchers = new Watchers(watched);
  const changes = mapChanges(changesOf(watchers.add()), ({ index }) => index);
  watchers.tell(change(1));
  watchers.tell(change(2));
  expect(await changes.next()).toEqual({ done: false, value: 1 });
  expect(await changes.next()).toEqual({ done: false, value: 2 });
});

test("who reads on no more watches no more, whether it has begun to, or waits for the next", async () => {
  const watchers = new Watchers(watched);
  const unread = watchers.add();
  await mapChanges(changesOf(unread), ({ index }) => index).return?.();
  expect(unread.isOver).toBe(true);
  const waiting = watchers.add();
  const changes = mapChanges(changesOf(waiting), ({ index }) => index);
  const next = changes.next();
  await changes.return?.();
  expect([waiting.isOver, await next]).toEqual([true, { done: true, value: undefined }]);
});

test("who watches what comes to an end by a fault is told what there was, then fails, as whoever watches later", async () => {
  const watchers = new Watchers(watched);
  const changes = changesOf(watchers.add());
  watchers.tell(change(1));
  watchers.end(new Error("lost"));
  expect((await changes.next()).value).toMatchObject({ index: 1 });
  await expect(changes.next()).rejects.toThrow("lost");
  await expect(changesOf(watchers.add()).next()).rejects.toThrow("lost");
});
