/** Types and constants that interfaces take from each other: declared once, imported everywhere else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { checkTypes } from "./check-types.ts";
import { describeTexts } from "./described.ts";
import { loadTogether } from "./load-generated.ts";
import { Loopback } from "./loopback.ts";
import { arbitraryUse, invoke, isDescriptor, roundTrip } from "./uses.ts";

const block = `use "./cache"
interface Block @ 2 {
  const sector = 512
  type Lba = id u64
  type Run = u32[..4]
  enum Status: u8 { ok, ioError }
  open enum Kind: u16 { disk, tape }
  flags Mode: u8 { read, write }
  struct Inner { x: u8; status: Status }
  struct Extent { lba: Lba; mode: Mode; inner: Inner; run: Run; hint?: u32 }
  union Job { move @ 3: Extent; stop @ 300 }
  call read(at: Extent) -> (data: bytes<sector>)
}

interface Net {
  struct Extent { at: Block.Extent; more: Block.Extent[..Block.sector / 128]; mode: Block.Mode; lba: Block.Lba }
  struct Trouble { kind: Block.Kind; line: Cache.Line }
  call copy(extent: Extent, from: Block.Lba, loadExtent: u8, kind: Block.Kind) -> (job: Block.Job, status: Block.Status) fails Block.Status
  call move(job?: Block.Job) -> (run: Block.Run) fails Trouble
  event moved(lba: Block.Lba)
}
`;
const cache = `interface Cache {
  const line: u64 = 64
  struct Line { data: bytes<line>; same: Cache.Length }
  type Length = u32
  call get() -> (line: Line)
}
`;
const { plan, files } = describeTexts({ "block.skerry": block, "cache.skerry": cache });

function interfaceOf(name: string): PlanInterface {
  const found = plan.interfaces.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe("types of other interfaces", () => {
  test("stand behind its own in the plan of an interface, with their home", () => {
    const net = interfaceOf("Net");
    const home = (name: string) => plan.interfaces.indexOf(interfaceOf(name));
    expect(net.structs.map(({ name, from }) => [name, from])).toEqual([
      ["Extent", null],
      ["Trouble", null],
      ["Inner", home("Block")],
      ["Extent", home("Block")],
      ["Line", home("Cache")],
    ]);
    expect(net.aliases.map(({ name, from }) => [name, from])).toEqual([
      ["Lba", home("Block")],
      ["Run", home("Block")],
      ["Length", home("Cache")],
    ]);
  });

  test("count for the fingerprint, though not the order of the interfaces", () => {
    const changed = describeTexts({ "block.skerry": block.replace("hint?: u32", "hint?: i32"), "cache.skerry": cache });
    const fingerprints = (of: typeof plan) => of.interfaces.map(({ name, fingerprint }) => [name, fingerprint]).sort();
    const [first, second] = [fingerprints(plan), fingerprints(changed.plan)];
    expect(first.map((one, index) => one[1] === second[index]?.[1])).toEqual([false, true, false]);

    const [uses, ...interfaces] = block.split(/\n(?=interface)/);
    const turned = describeTexts({ "block.skerry": [uses, ...interfaces.reverse()].join("\n"), "cache.skerry": cache });
    expect(fingerprints(turned.plan)).toEqual(first);
  });

  test("are imported, under another name where their own is taken", () => {
    const net = files["net.ts"] ?? "";
    expect(net).toContain("type Extent as BlockExtent,");
    expect(net).toContain("readonly more: readonly BlockExtent[];");
    expect(net).toContain('import type { Line } from "./cache.ts";');
    expect(net).not.toMatch(/^export (const|type|class) (Status|Lba|Mode|Job|Run|StatusFailure)\b/m);
    expect(files["block.ts"]).toContain("export class StatusFailure ");
  });

  test("compile under the strictest flags", { timeout: 60_000 }, () => {
    const placed = Object.entries(files).map(([path, text]) => [`generated/by-foreign-test/${path}`, text]);
    expect(checkTypes(Object.fromEntries(placed))).toEqual([]);
  });

  test.each(["Net", "Cache", "Block"])("cross the wire: %s", { timeout: 60_000 }, async (name) => {
    const exported = await loadTogether(files, `${name.toLowerCase()}.ts`);
    const descriptor = exported[name];
    if (!isDescriptor(descriptor)) throw new Error("no descriptor");
    const loopback = new Loopback(descriptor);
    await fc.assert(fc.asyncProperty(arbitraryUse(interfaceOf(name)), (use) => roundTrip(loopback, use)));
  });

  test("arrive as the failures of their home", async () => {
    const bundle = { ...files, "both.ts": 'export * from "./block.ts"; export { Net } from "./net.ts";' };
    const exported = await loadTogether(bundle, "both.ts");
    const [descriptor, Failure] = [exported["Net"], exported["StatusFailure"]];
    if (!isDescriptor(descriptor) || typeof Failure !== "function") throw new Error("not exported");
    const loopback = new Loopback(descriptor);
    loopback.answer = Reflect.construct(Failure, [1]);
    const extent = { at: { lba: 1n, mode: 1, inner: { x: 1, status: 0 }, run: [] }, more: [], mode: 0, lba: 2n };
    const answer = invoke(loopback.client, "copy", [extent, 1n, 2, 1]);
    await expect(answer).rejects.toBeInstanceOf(Failure);
  });
});
