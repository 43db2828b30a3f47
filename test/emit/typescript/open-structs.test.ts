/** Open structs: what one version writes, its neighbours read, and nothing that a message says makes them read outside. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryObject } from "../arbitrary-interface.ts";
import type { FieldsDraft } from "../interface-plans.ts";
import { array, optional, planInterface, scalar, string, structType } from "../interface-plans.ts";
import { checkTypes } from "./check-types.ts";
import { describeTexts } from "./described.ts";
import type { Loopback } from "./loopback.ts";
import { storeOf } from "./loopback.ts";
import { connect, invoke } from "./uses.ts";

const first: FieldsDraft = { lba: scalar("u64"), name: string(5), hint: optional(scalar("u16")) };
const second: FieldsDraft = { ...first, tags: optional(array(scalar("u32"), 3, true)), deep: optional(string(9)) };
const third: FieldsDraft = { ...second, last: optional(scalar("f64")) };
const versions = [first, second, third];

function planOf(fields: FieldsDraft) {
  const extent = { ...structType("Extent", fields), room: 96 };
  return planInterface({
    ...{ name: "Disk", structs: [extent] },
    operations: [
      { verb: "message", name: "trim", parameters: { before: scalar("u8"), at: extent, after: scalar("u8") } },
    ],
  });
}
const plans = versions.map(planOf);

async function send(loopback: Loopback, values: readonly unknown[]): Promise<Uint8Array> {
  await invoke(loopback.client, "trim", values);
  const passed = loopback.passed.pop();
  if (passed === undefined) throw new Error("nothing was sent");
  return passed.bytes;
}

async function received(version: number, message: Uint8Array): Promise<unknown> {
  const plan = plans[version];
  if (plan === undefined) throw new Error("no such version");
  const { loopback } = await connected(version);
  await invoke(loopback.client, "trim", [0, { lba: 0n, name: "" }, 0]);
  const passed = loopback.passed.pop();
  loopback.received = null;
  passed?.read(storeOf(message), 8, message.length);
  return loopback.received;
}

const connections = new Map<number, ReturnType<typeof connect>>();
function connected(version: number): ReturnType<typeof connect> {
  const plan = plans[version];
  if (plan === undefined) throw new Error("no such version");
  const known = connections.get(version) ?? connect(plan);
  connections.set(version, known);
  return known;
}

function arbitraryExtent(version: number): fc.Arbitrary<Record<string, unknown>> {
  const plan = plans[version];
  return arbitraryObject(plan ?? plans[0] ?? planOf(first), plan?.structs[0]?.layout.fields ?? []);
}

/** What a version sees of another's value: the fields that both have. */
function seenBy(version: number, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const known = Object.keys(versions[version] ?? {});
  return Object.fromEntries(Object.entries(value).filter(([name]) => known.includes(name)));
}

describe("an open struct", () => {
  test("has the same place for every field in every version, and the same size", () => {
    const layouts = plans.map(({ structs }) => structs[0]?.layout);
    expect(layouts.map((layout) => [layout?.size, layout?.align, layout?.openBytes])).toEqual([
      [96, 8, 28],
      [96, 8, 57],
      [96, 8, 72],
    ]);
    const places = layouts.map((layout) =>
      layout?.fields.map(({ name, offset, dataOffset }) => [name, offset, dataOffset]),
    );
    expect(places[2]?.slice(0, 3)).toEqual(places[0]);
    expect(places[2]?.slice(0, 5)).toEqual(places[1]);
    expect(places[0]).toEqual([
      ["lba", 8, 8],
      ["name", 16, 20],
      ["hint", 26, 26],
    ]);
  });

  test("is signed by its size alone, so that neighbouring versions bind", () => {
    expect(new Set(plans.map(({ operations }) => operations[0]?.signature)).size).toBe(1);
    expect(new Set(plans.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  test.each([
    [0, 1],
    [1, 0],
    [1, 2],
    [2, 1],
    [0, 2],
    [2, 0],
    [1, 1],
  ])("crosses from version %i to version %i with what both know", async (from, to) => {
    const { loopback } = await connected(from);
    await fc.assert(
      fc.asyncProperty(arbitraryExtent(from), async (extent) => {
        const message = await send(loopback, [7, extent, 9]);
        expect(await received(to, message)).toEqual([7, seenBy(to, extent), 9]);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ["shorter than its required fields", 0, 24],
    ["longer than its room", 0, 97],
    ["without even its head", 0, 0],
    ["with a field behind its end", 0, 27],
  ])("is refused %s", async (_, version, used) => {
    const { loopback } = await connected(version);
    const message = await send(loopback, [7, { lba: 1n, name: "x", hint: 3 }, 9]);
    new DataView(message.buffer, message.byteOffset).setUint32(8, used, true);
    await expect(received(version, message)).rejects.toMatchObject({ name: "DecodeError" });
  });

  test("is read or refused whatever bytes come", async () => {
    const { loopback } = await connected(2);
    const valid = await send(loopback, [1, { lba: 1n, name: "abc", hint: 2, tags: [1, 2], deep: "d", last: 1.5 }, 2]);
    await fc.assert(
      fc.asyncProperty(fc.nat(valid.length - 1), fc.nat(255), fc.nat(2), async (at, byte, version) => {
        const message = valid.slice();
        message[at] = byte;
        const read = await received(version, message).catch((error: unknown) => error);
        if (read instanceof Error) expect(read.name).toBe("DecodeError");
        else expect(await send((await connected(version)).loopback, Array.isArray(read) ? read : [])).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test("has optional properties for what may be absent", { timeout: 60_000 }, () => {
    const { files } = describeTexts({
      "disk.skerry":
        "interface Disk { open struct Extent<64 B> { lba: u64; hint?: u32; name?: string<8> } struct Two { a: Extent; b: Extent[2] } call c(two: Two, at?: Extent) -> (e: Extent[..2]) fails Extent }",
    });
    expect(files["disk.ts"]).toContain("readonly hint?: U32;");
    expect(checkTypes({ "generated/by-open-test/disk.ts": files["disk.ts"] ?? "" })).toEqual([]);
  });
});
