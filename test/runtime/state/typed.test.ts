/** The typed faces over an object in memory that does what it is told at once. */
import { describe, expect, it } from "vitest";
import type { Agreement } from "../../../src/runtime/state/agreement.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import type {
  ChangeBytes,
  Command,
  Query,
  ReplicatedObject,
  StateKind,
} from "../../../src/runtime/state/replicated-object.ts";
import { stateEntry } from "../../../src/runtime/state/state-entry.ts";
import { encodeValue, numberCodec, type ValueCodec } from "../../../src/runtime/state/value-codec.ts";

const text: ValueCodec<string> = {
  longest: 12,
  encode: (to, at, value) => {
    const bytes = new TextEncoder().encode(value);
    to.storeU32(at, bytes.length);
    to.bytes.set(bytes, at + 4);
    return 4 + bytes.length;
  },
  decode: (from, at, bytes) => new TextDecoder().decode(from.bytes.subarray(at + 4, at + bytes)),
};

const nameOf = (bytes: Uint8Array): string => bytes.join(" ");

/** What was proposed, and answers by key. */
class Recorder implements ReplicatedObject {
  readonly commands: Command[] = [];
  readonly values = new Map<string, Uint8Array>();
  readonly kind: StateKind;
  readonly replica;
  answer: Agreement<Uint8Array> = { kind: "agreed", index: 7, value: new Uint8Array(0) };
  changes: ChangeBytes[] = [];

  constructor(kind: StateKind, isLocal: boolean) {
    this.kind = kind;
    const query = ({ key }: Query) => this.values.get(nameOf(key)) ?? null;
    this.replica = isLocal ? { known: null, query, entries: () => [], size: 3 } : null;
  }

  async propose(command: Command): Promise<Agreement<Uint8Array>> {
    this.commands.push(command);
    return this.answer;
  }

  async get({ key }: Query): Promise<Uint8Array | null> {
    return this.values.get(nameOf(key)) ?? null;
  }

  async read({ key }: Query): Promise<Agreement<Uint8Array | null>> {
    return { kind: "agreed", index: 1, value: this.values.get(nameOf(key)) ?? null };
  }

  async *watch(): AsyncIterableIterator<ChangeBytes> {
    yield* this.changes;
  }

  now(): number {
    return 1000;
  }
}

const bytesOf = (value: string) => encodeValue(text, value);

describe("a map", () => {
  const entry = stateEntry.map({ key: text, value: text });

  it("writes its keys and values, and reads the local replica at once", async () => {
    const object = new Recorder("map", true);
    const map = entry.local.open(object);
    expect(await map.set("a", "one")).toEqual({ kind: "agreed", index: 7, value: undefined });
    expect(object.commands).toEqual([
      { operation: operations.set, key: bytesOf("a"), value: bytesOf("one"), expected: null },
    ]);
    object.values.set(nameOf(bytesOf("a")), bytesOf("one"));
    expect([map.get("a"), map.get("b"), map.has("a"), map.size]).toEqual(["one", undefined, true, 3]);
    expect(await map.read("a")).toMatchObject({ kind: "agreed", value: "one" });
  });

  it("asks for a replica where there is none on its core", async () => {
    const object = new Recorder("map", false);
    const map = entry.remote.open(object);
    object.values.set(nameOf(bytesOf("a")), bytesOf("one"));
    expect(await map.get("a")).toBe("one");
    expect(await map.has("b")).toBe(false);
    expect(() => entry.local.open(object)).toThrow("no replica");
  });

  it("replaces what is expected, or nothing", async () => {
    const object = new Recorder("map", true);
    const map = entry.local.open(object);
    await map.replace("a", undefined, "one");
    await map.replace("a", "one", "two");
    expect(object.commands.map(({ expected }) => expected)).toEqual(["absent", bytesOf("one")]);
  });

  it("passes on why it was not agreed", async () => {
    const object = new Recorder("map", true);
    object.answer = { kind: "failed", reason: "rejected", text: "it is full" };
    expect(await entry.local.open(object).set("a", "one")).toEqual(object.answer);
  });

  it("tells a watcher what was set, deleted and missed", async () => {
    const object = new Recorder("map", true);
    object.changes = [
      { index: 1, operation: operations.set, key: bytesOf("a"), value: bytesOf("one") },
      { index: 2, operation: operations.delete, key: bytesOf("a"), value: new Uint8Array(0) },
      { index: 9, operation: operations.missed, snapshot: [[bytesOf("b"), bytesOf("two")]] },
    ];
    const seen = [];
    for await (const change of entry.local.open(object).watch()) seen.push(change);
    expect(seen).toEqual([
      { kind: "set", index: 1, key: "a", value: "one" },
      { kind: "deleted", index: 2, key: "a" },
      { kind: "missed", index: 9, entries: [["b", "two"]] },
    ]);
  });
});

describe("the other kinds", () => {
  it("count", async () => {
    const object = new Recorder("counter", true);
    const counter = stateEntry.counter().local.open(object);
    expect(counter.get()).toBe(0);
    object.answer = { kind: "agreed", index: 1, value: encodeValue(numberCodec, 5) };
    expect(await counter.add(5)).toEqual({ kind: "agreed", index: 1, value: 5 });
    await expect(counter.add(0.5)).rejects.toThrow("no whole number");
  });

  it("hold a value", async () => {
    const object = new Recorder("register", true);
    const register = stateEntry.register(text).local.open(object);
    object.values.set("", bytesOf("now"));
    expect(register.get()).toBe("now");
    await register.clear();
    expect(object.commands[0]).toMatchObject({ operation: operations.clear });
  });

  it("append and trim by number", async () => {
    const object = new Recorder("log", true);
    const log = stateEntry.log(text).local.open(object);
    object.answer = { kind: "agreed", index: 1, value: encodeValue(numberCodec, 12) };
    expect(await log.append("entry")).toEqual({ kind: "agreed", index: 1, value: 12 });
    await log.trim(10);
    expect(object.commands[1]).toMatchObject({ operation: operations.trim, key: encodeValue(numberCodec, 10) });
    object.values.set("", new Uint8Array([...encodeValue(numberCodec, 10), ...encodeValue(numberCodec, 13)]));
    expect(log.bounds()).toEqual({ first: 10, next: 13 });
  });

  it("have elements", async () => {
    const object = new Recorder("set", false);
    const set = stateEntry.set(text).remote.open(object);
    object.values.set(nameOf(bytesOf("in")), new Uint8Array(0));
    expect([await set.has("in"), await set.has("out")]).toEqual([true, false]);
    object.answer = { kind: "agreed", index: 3, value: new Uint8Array([1]) };
    expect(await set.delete("in")).toEqual({ kind: "agreed", index: 3, value: true });
  });

  it("are held for their time from when it was asked for", async () => {
    const object = new Recorder("lease", true);
    const lease = stateEntry.lease(50).local.open(object);
    object.answer = { kind: "agreed", index: 1, value: encodeValue(numberCodec, 4) };
    const held = await lease.acquire();
    expect(held).toEqual({ kind: "agreed", index: 1, value: { token: 4, until: 1050 } });
    if (held.kind === "agreed") await lease.release(held.value);
    expect(object.commands[1]).toMatchObject({ operation: operations.release, key: encodeValue(numberCodec, 4) });
  });
});
