/** What the compiler of a user's code refuses, and what it takes, of programs that work in place. */
import { beforeAll, describe, expect, test } from "vitest";
import { checkTypes } from "../check-types.ts";
import { describeTexts } from "../described.ts";

const description = `
interface Disk {
  type Lba = id u64
  type Cylinder = id u64
  enum Status: u8 { ok, worn }
  struct Extent { from: Lba; count: u32; hint?: u16 }
  union Job { move: Extent; wipe: Lba; stop }
  call read(at: Extent, on: Cylinder) -> (data: bytes<512>, status: Status) fails Status
  call run(job: Job) -> ()
  message trim(extents: Extent[..4], name: string<8>)
  stream scan(from: Lba) -> (at: Extent)
  call load(into: writable region<64>) -> (loaded: u32) fails Status
  call put(from: Lba) <- (data: bytes<8>) -> (stored: u32)
}
`;
const folder = "generated/by-in-place-type-test";

/** What is handed over and what is sent up comes as objects. */
const fromObjects = "load: (into) => ({ loaded: into.bytes.length }), put: async (_from, items) => putAll(items)";

const uses: readonly (readonly [what: string, code: string, refusal: RegExp | null])[] = [
  ["fields of a request", "disk.read((r) => { r.at = extent; r.on = d.cylinder(1n); }, () => {}, fail);", null],
  ["fields of a struct in it", "disk.read((r) => { r.at.from = d.lba(1n); r.at.hint = 3; }, () => {}, fail);", null],
  ["a number for an id", "disk.read((r) => { r.at.from = 1n; }, () => {}, fail);", /not assignable/],
  ["an id for another", "disk.read((r) => { r.on = d.lba(1n); }, () => {}, fail);", /not assignable/],
  ["an id as a safe number", "disk.read((r) => { r.at.fromNumber = 7; }, () => {}, fail);", null],
  ["a field that is none", "disk.read((r) => { r.count = 1; }, () => {}, fail);", /count/],
  ["a reply", "disk.read(write, (r) => { const s: d.Status = r.status; void s; }, fail);", null],
  ["writing to a reply", "disk.read(write, (r) => { r.status = d.Status.ok; }, fail);", /read-only/],
  ["nobody for the error", "disk.read(write, () => {});", /Expected 3-4 arguments/],
  ["an absent field as if it were there", "const f = (e: p.ExtentView): number => e.hint; void f;", /undefined/],
  ["an arm with the value of another", "disk.run((r) => { r.job.wipe = extent; }, () => {}, fail);", /not assignable/],
  ["an arm without a value", "disk.run((r) => r.job.setStop(), () => {}, fail);", null],
  ["elements of an array", "disk.trim((r) => { r.appendExtents().count = 1; r.name = 'x'; });", null],
  ["whether a message went", "const went: boolean = disk.trim(() => {}); void went;", null],
  [
    "what a client of some operations may do",
    "const some = (few: Pick<d.DiskClient, 'read'>) => p.diskInPlace(few).read(write, () => {}, fail); void some;",
    null,
  ],
  [
    "what a client of some operations may not do",
    "const some = (few: Pick<d.DiskClient, 'read'>) => p.diskInPlace(few).trim(() => {}); void some;",
    /trim/,
  ],
  ["what is no client in place", "p.diskInPlace({ length: 1 });", /length|No overload/],
  [
    "a whole server",
    `p.serveDiskInPlace({ ${["read", "run", "trim"].map(printHandler).join()}, scan: () => [], ${fromObjects} });`,
    null,
  ],
  [
    "a server that takes a region for something else",
    "p.serveDiskInPlace({ ...rest, load: (into: p.LoadRequestView) => into });",
    /LoadRequestView/,
  ],
  ["a server that lacks a handler", `p.serveDiskInPlace({ ${printHandler("read")} });`, /run, trim, scan|missing/],
  [
    "a reply with the wrong type",
    "p.serveDiskInPlace({ ...rest, read: (_, reply) => { reply.status = 1 + 1; } });",
    /number/,
  ],
  ["an answer later", "p.serveDiskInPlace({ ...rest, run: (_, call) => { call.later().reply(); } });", null],
  ["items", "p.serveDiskInPlace({ ...rest, scan: () => [(item) => { item.at = extent; }] });", null],
  ["items that are objects", "p.serveDiskInPlace({ ...rest, scan: () => [{ at: extent }] });", /not assignable/],
];

function printHandler(operation: string): string {
  return `${operation}: () => {}`;
}

function printUse(code: string): string {
  return [
    'import * as d from "./disk.ts";',
    'import * as p from "./disk-in-place.ts";',
    "export function use(client: d.DiskClient, rest: p.DiskInPlaceServer, extent: d.Extent): unknown {",
    "  const disk = p.diskInPlace(client);",
    "  const fail = (error: unknown): void => void error;",
    "  const write = (request: p.ReadRequestWriter): void => void request;",
    "  const putAll = async (items: AsyncIterable<d.PutItem>): Promise<d.PutReply> => {",
    "    let stored = 0;",
    "    for await (const { data } of items) stored += data.length;",
    "    return { stored };",
    "  };",
    `  ${code}`,
    "  return [disk, fail, write, rest, extent, d, putAll];",
    "}",
    "",
  ].join("\n");
}

describe("the types of in-place files", () => {
  let found: readonly string[] = [];

  beforeAll(() => {
    const { files } = describeTexts({ "disk.skerry": description });
    const made = Object.entries(files).map(([path, text]): [string, string] => [`${folder}/${path}`, text]);
    const used = uses.map(([, code], index): [string, string] => [`${folder}/use-${index}.ts`, printUse(code)]);
    found = checkTypes(Object.fromEntries([...made, ...used]));
  }, 120_000);

  test("are faultless themselves", () => {
    expect(found.filter((one) => !one.includes("/use-"))).toEqual([]);
  });

  test.each(uses.map(([what, , refusal], index) => ({ what, refusal, index })))("$what", ({ refusal, index }) => {
    const said = found.filter((one) => one.startsWith(`${folder}/use-${index}.ts:`));
    if (refusal === null) expect(said).toEqual([]);
    else expect(said).toEqual([expect.stringMatching(refusal)]);
  });
});
