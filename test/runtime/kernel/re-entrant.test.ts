import type { Binding, Decode } from "skerry/runtime";
import { expect, test } from "vitest";
import { mostConversations } from "../../../src/runtime/kernel/conversations/conversations.ts";
import { EventPublisher } from "../../../src/runtime/kernel/services/publisher.ts";
import { Tester, TesterClient } from "../fixtures/tester.ts";
import { joinKernels } from "../fixtures/two-kernels.ts";

const number: Decode<number> = (from, at) => from.loadU32(at);

/** A client whose messages the test encodes itself, so as to send others meanwhile. */
function joined() {
  let binding: Binding | null = null;
  const connect = (made: Binding): TesterClient => {
    binding = made;
    return new TesterClient(made);
  };
  const stub = Tester.serve({
    ...{ add: (a, b) => a + b, echo: (data) => data, note: () => {}, count: () => [], scale: () => [] },
    sum: (start) => start,
  });
  const { client, run } = joinKernels({ ...Tester, connect }, stub);
  if (binding === null) throw new Error("not connected");
  return { binding: binding as Binding, client, run };
}

/** As a stub does, with a getter that sends between the two numbers. */
function addMeanwhile(binding: Binding, meanwhile: () => void, room = 8): Promise<number> {
  const draft = binding.draft(room);
  draft.store.storeU32(draft.at, 20);
  meanwhile();
  draft.store.storeU32(draft.at + 4, 22);
  return binding.call(draft, 1, 8, number, null, { timeout: Number.POSITIVE_INFINITY });
}

const inBetween = "another message was sent while this one was written";

test("a call whose own encoding sends another message is refused, however often, and takes nobody's place", async () => {
  const { binding, client, run } = joined();
  for (let round = 0; round <= mostConversations; round++) {
    expect(() => addMeanwhile(binding, () => void client.note(round))).toThrow(inBetween);
    if (round % 16 === 0) run();
  }
  const sum = addMeanwhile(binding, () => {});
  run();
  expect(await sum).toBe(42);
});

test("nor does one in memory of its own go with half of another's content", async () => {
  const { binding, run } = joined();
  const inner: Promise<number>[] = [];
  const meanwhile = (): void => void inner.push(addMeanwhile(binding, () => {}, 60));
  expect(() => addMeanwhile(binding, meanwhile, 60)).toThrow(inBetween);
  run();
  expect(await Promise.all(inner)).toEqual([42]);
  const sum = addMeanwhile(binding, () => {}, 60);
  run();
  expect(await sum).toBe(42);
});

test("nor does an event whose own encoding publishes another", async () => {
  const publisher = new EventPublisher();
  const sent: number[] = [];
  const sink = {
    sendWords: (_kind: number, _opcode: number, _correlation: number, [first = -1]: Int32Array) =>
      void sent.push(first),
  };
  publisher.subscribe(sink, 5, 1, 16).allow(16);
  const publish = (value: number, meanwhile: () => void): Promise<void> => {
    const draft = publisher.draft(8);
    draft.store.storeU32(draft.at, value);
    meanwhile();
    return publisher.publish(draft, 5, 8);
  };
  const inner: Promise<void>[] = [];
  expect(() => publish(1, () => void inner.push(publish(2, () => {})))).toThrow(inBetween);
  expect(() => publish(3, () => void publisher.tryPublish(publisher.draft(8), 5, 8))).toThrow(inBetween);
  await Promise.all(inner);
  await publish(4, () => {});
  expect(sent).toEqual([2, 3, 4]);
});
