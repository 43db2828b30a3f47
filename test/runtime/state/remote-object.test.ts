import { describe, expect, test } from "vitest";
import { ShutdownError } from "../../../src/runtime/errors.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import type { ChangeBytes, Command, Query } from "../../../src/runtime/state/replicated-object.ts";
import { mapFacts, ObjectNetwork } from "./object-network.ts";

const set = (key: number, value: number): Command => {
  return { operation: operations.set, key: Uint8Array.of(key), value: Uint8Array.of(value), expected: null };
};
const of = (key: number): Query => ({ operation: operations.get, key: Uint8Array.of(key) });

/** What a program comes to know, once it does. */
function outcomeOf<Value>(promise: Promise<Value>): { value: Value | undefined; error: unknown } {
  const outcome: { value: Value | undefined; error: unknown } = { value: undefined, error: undefined };
  promise.then(
    (value) => {
      outcome.value = value;
    },
    (error: unknown) => {
      outcome.error = error;
    },
  );
  return outcome;
}

/** Keys and values that a watcher is told, as they come. */
function heardBy(changes: AsyncIterable<ChangeBytes>): string[] {
  const heard: string[] = [];
  const say = (key: Uint8Array, value: Uint8Array): unknown => heard.push(`${key[0]} is ${value[0]}`);
  const follow = async (): Promise<void> => {
    for await (const change of changes) {
      if ("snapshot" in change) for (const [key, value] of change.snapshot) say(key, value);
      else say(change.key, change.value);
    }
  };
  void follow();
  return heard;
}

test("what a kernel asks is not answered with what it asked before it started anew", async () => {
  const network = new ObjectNetwork(mapFacts("majority", 2));
  const user = 2;
  for (const key of [1, 2]) void network.local(0).propose(set(key, 10 * key));
  await network.run(100);
  network.cutOff(1);
  void network.remote(user).read(of(1));
  await network.run(100);
  network.restart(user);
  const read = outcomeOf(network.remote(user).read(of(2)));
  await network.run(100);
  expect(read.value).toBeUndefined();
  network.cutOff();
  await network.run(2000);
  expect(read.value).toEqual({ kind: "agreed", index: 0, value: Uint8Array.of(20) });
});

describe("a watcher", () => {
  test("of a kernel that has started anew is told what changes since, and nothing that changed before", async () => {
    const network = new ObjectNetwork(mapFacts("broadcast", 1));
    const user = 1;
    heardBy(network.remote(user).watch());
    await network.run(10);
    for (const value of [10, 11]) {
      void network.local(0).propose(set(1, value));
      await network.run(10);
    }
    network.restart(user);
    const heard = heardBy(network.remote(user).watch());
    await network.run(10);
    void network.local(0).propose(set(1, 12));
    await network.run(10);
    expect(heard).toEqual(["1 is 12"]);
  });

  test("leaves the replica that it hears no more when a nearer one is back, and misses nothing", async () => {
    const network = new ObjectNetwork(mapFacts("majority", 4));
    const user = 4;
    const heard = heardBy(network.remote(user).watch());
    await network.run(100);
    network.lose(0);
    void network.local(1).propose(set(1, 10));
    await network.run(1000);
    expect(heard).toEqual(["1 is 10"]);
    network.restart(0);
    await network.run(1000);
    const watched = network.asks.filter(({ to, ask }) => to === 1 && ask.kind === "watch").at(-1);
    const left = network.asks.filter(({ to, ask }) => to === 1 && ask.kind === "unwatch");
    expect(left.map(({ ask }) => "ticket" in ask && ask.ticket)).toEqual([
      watched !== undefined && "ticket" in watched.ask && watched.ask.ticket,
    ]);
    void network.local(1).propose(set(1, 11));
    await network.run(1000);
    expect(heard.at(-1)).toBe("1 is 11");
  });

  test("hears what the replica that it asks again has said in vain before", async () => {
    const network = new ObjectNetwork(mapFacts("majority", 4));
    const user = 4;
    network.lose(0);
    const heard = heardBy(network.remote(user).watch());
    await network.run(100);
    network.cutOff(user);
    void network.local(1).propose(set(1, 10));
    await network.run(1000);
    // Core 0 is back, but has nothing to tell yet when it is lost again.
    network.cutOff(0);
    network.restart(0);
    await network.run(100);
    network.lose(0);
    await network.run(3000);
    expect(heard).toEqual(["1 is 10"]);
  });
});

test("a watcher too many waits until another one ends", async () => {
  const network = new ObjectNetwork(mapFacts("broadcast", 1));
  const object = network.remote(1);
  const watches = Array.from({ length: 256 }, () => object.watch());
  for (const changes of watches) void changes.next();
  const heard = heardBy(object.watch());
  await network.run(100);
  void network.local(0).propose(set(1, 10));
  await network.run(1500);
  expect(heard).toEqual([]);
  await watches[0]?.return?.();
  await network.run(1500);
  void network.local(0).propose(set(1, 11));
  await network.run(1500);
  expect(heard).toEqual(["1 is 11"]);
});

describe("when the system stops", () => {
  test.each([
    ["that has begun", true],
    ["that begins afterwards", false],
  ])("a question %s ends, and so do a proposal and a watch", async (_, isBegun) => {
    const network = new ObjectNetwork(mapFacts("broadcast", 1));
    const object = network.remote(1);
    network.cutOff(0);
    const begin = () => [
      outcomeOf(object.get(of(1))),
      outcomeOf(object.read(of(1))),
      outcomeOf(object.propose(set(1, 1))),
    ];
    const before = isBegun ? begin() : [];
    if (!isBegun) object.shutdown();
    const [get, read, proposal] = isBegun ? before : begin();
    const watch = outcomeOf(object.watch().next());
    if (isBegun) object.shutdown();
    await network.run(10);
    expect(get?.error).toBeInstanceOf(ShutdownError);
    for (const failed of [read, proposal]) expect(failed?.value).toMatchObject({ kind: "failed" });
    expect(watch.value).toMatchObject({ done: true });
  });
});
