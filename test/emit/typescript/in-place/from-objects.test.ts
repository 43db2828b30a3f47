/** Operations that take items, served from objects beside those that are served in place. */
import { describe, expect, test } from "vitest";
import type { ServerStub } from "../../../../src/runtime/stub.ts";
import { describeTexts } from "../described.ts";
import { loadTogether } from "../load-generated.ts";
import { Loopback } from "../loopback.ts";
import { invoke, isDescriptor } from "../uses.ts";

const description = `
interface Disk {
  enum Status: u8 { ok, worn }
  call read(lba: u64) -> (stored: u32) fails Status
  call put(lba: u64) <- (data: bytes<8>) -> (stored: u32) fails Status
  stream copy(lba: u64) <- (at: u32) -> (at: u32)
}
`;

interface Item {
  readonly [name: string]: unknown;
}

type Exported = Readonly<Record<string, unknown>>;

async function load(): Promise<Exported> {
  const { files } = describeTexts({ "disk.skerry": description });
  const both = 'export * from "./disk.ts";\nexport * from "./disk-in-place.ts";\n';
  return loadTogether({ ...files, "both.ts": both }, "both.ts");
}

function call(target: unknown, name: string, ...values: readonly unknown[]): unknown {
  return Reflect.apply(Reflect.get(Object(target), name), target, [...values]);
}

/** A plain client of a server that works in place. */
function connect(exported: Exported, server: object): object {
  const descriptor = exported["Disk"];
  if (!isDescriptor(descriptor)) throw new Error("no descriptor");
  const service = call(exported, "serveDiskInPlace", server);
  const stub: ServerStub = Reflect.get(Object(service), "stub");
  return new Loopback({ ...descriptor, serve: () => stub }).client;
}

async function listOf(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("a server in place of an interface with items that go up", () => {
  let taken: Promise<Item[]> | null = null;
  const put = (lba: bigint, items: AsyncIterable<Item>) => {
    taken = listOf(items);
    return { stored: Number(lba) };
  };
  const read = (request: { readonly lba: bigint }, reply: { stored: number }) => {
    reply.stored = Number(request.lba) + 1;
  };
  const copy = () => [{ at: 7 }, { at: 8 }];

  test("answers what is read in place", async () => {
    const client = connect(await load(), { read, put, copy });
    await expect(invoke(client, "read", [5n])).resolves.toEqual({ stored: 6 });
  });

  test("takes items as objects", async () => {
    const client = connect(await load(), { read, put, copy });
    const sent = [{ data: Uint8Array.of(1, 2) }, { data: Uint8Array.of() }];
    await expect(invoke(client, "put", [9n, sent])).resolves.toEqual({ stored: 9 });
    await expect(taken).resolves.toEqual(sent);
  });

  test("sends items while it takes some", async () => {
    const client = connect(await load(), { read, put, copy });
    const items = invoke(client, "copy", [0n, []]);
    expect(Symbol.asyncIterator in Object(items)).toBe(true);
    const received: Item[] = [];
    for (let next = await call(items, "next"); ; next = await call(items, "next")) {
      if (Reflect.get(Object(next), "done") === true) break;
      received.push(Reflect.get(Object(next), "value"));
    }
    expect(received).toEqual([{ at: 7 }, { at: 8 }]);
  });

  test("fails with what is declared", async () => {
    const exported = await load();
    const failing = () => {
      throw Reflect.construct(Object(exported["StatusFailure"]), [1]);
    };
    const client = connect(exported, { read, put: failing, copy });
    await expect(invoke(client, "put", [9n, []])).rejects.toMatchObject({ name: "StatusFailure", detail: 1 });
  });
});
