/** What the compiler of a user's code refuses, and what it takes: interfaces said in Skerry, used in TypeScript. */
import { beforeAll, describe, expect, test } from "vitest";
import { nameFiles } from "../../../src/emit/typescript/file-names.ts";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { printFile } from "../../../src/emit/typescript/print-file.ts";
import { compile } from "../../../src/pipeline.ts";
import { textHost } from "../../plan/example-host.ts";
import { checkTypes } from "./check-types.ts";

const description = `
interface Disk @ 1 {
  type Lba = id u64
  type Cylinder = id u64
  type Head = id u8
  type Sectors = u32
  enum Status: u8 { ok, worn }
  open enum Kind: u8 { disk, tape }
  flags Mode: u8 { read, write = 4 }
  flags Access: u32 { read, write, top = 0x80000000 }
  struct Extent { from: Lba; count: Sectors; mark: char }
  call read(at: Lba, on: Cylinder) -> (data: bytes<512>)
  call judge(status: Status)
  call classify(kind: Kind, mode: Mode, access: Access) -> (kind: Kind, mode: Mode)
  struct Label { text: string<8>; by?: string<8> }
  call name(label: Label, at?: Lba, on: Head, hint?: u8) -> (old?: Label)
  union Job { move: Extent; wipe: Head; stop }
  open union Hint { near: Lba; none }
  call run(job: Job, hints: Hint[..4]) -> (then: Job, hint: Hint)
  message trim(extent: Extent)
  const most: u64 = 512
  struct Small { size: u8 }
  struct Run { count: u16; parts: i8[..4]; small: Small; length?: u64 }
  struct LongRun { count: u16; parts: i8[..4]; small: Small; length?: u64; more: bool }
  union Step { by: i16; run: Run }
  call resize(count: u16, length?: u64) -> (run: Run, longest: u32)
  call measure(run: Run, runs: Run[..4], steps: Step[..2])
  event grown(run: Run)
  call record(at: Lba) <- (parts: bytes<8>, size: u8, mark?: char) -> (stored: u32)
  stream convert(from: u32) <- (by: u8) -> (size: u16)
}
`;

const run = "{ count: 1, parts: [1, -1], small: { size: 3 } }";
const small = (size: string) => run.replace("size: 3", `size: ${size}`);

const folder = "generated/by-type-test";
/** Of each use: whether it compiles, and if not, a part of what the compiler says. */
const uses: readonly (readonly [what: string, code: string, refusal: RegExp | null])[] = [
  ["a switch over all members of a strict enum", printSwitch("Status", "ok", "worn"), null],
  ["a switch over some members of a strict enum", printSwitch("Status", "ok"), /lacks ending return/],
  ["a switch over the members of an open enum alone", printSwitch("Kind", "disk", "tape"), /lacks ending return/],
  [
    "a switch over an open enum, with what is unknown",
    printSwitch("Kind", "disk", "tape").replace(
      " } };",
      " default: { const k: d.UnknownKind = value; return k; } } };",
    ),
    null,
  ],
  ["a number for an open enum", "void disk.classify(9, d.Mode.read, d.Access.read);", /9.*not assignable/],
  ["flags, one and several", "void disk.classify(d.Kind.tape, d.mode(d.Mode.read, d.Mode.write), d.Access.top);", null],
  ["flags joined by an operator", "const both: d.Mode = d.Mode.read | d.Mode.write; void both;", /number/],
  ["a swapped pair of flags", "void disk.classify(d.Kind.tape, d.Access.read, d.Mode.read);", /not assignable/],
  ["looking for flags of another kind", "void d.hasMode(d.Mode.read, d.Access.read);", /not assignable/],
  ["an optional field that is there", 'void disk.name({ text: "a", by: "b" }, d.lba(1n), d.head(2), 3);', null],
  ["an optional field that is absent", 'void disk.name({ text: "a" }, undefined, d.head(2));', null],
  [
    "an optional field that is undefined",
    'void disk.name({ text: "a", by: undefined }, undefined, d.head(2));',
    /undefined/,
  ],
  [
    "an absent result as if it were there",
    'disk.name({ text: "a" }, undefined, d.head(2)).then((got) => got.old.text);',
    /undefined/,
  ],
  ["arms of a union", 'void disk.run({ kind: "wipe", value: d.head(1) }, [{ kind: "near", value: d.lba(1n) }]);', null],
  ["an arm without a value", 'void disk.run({ kind: "stop" }, []);', null],
  ["an arm with the value of another", 'void disk.run({ kind: "wipe", value: d.lba(1n) }, []);', /not assignable/],
  ["an arm without its value", 'void disk.run({ kind: "wipe" }, []);', /value/],
  ["an arm that is none", 'void disk.run({ kind: "go" }, []);', /"go".*not assignable/],
  ["a switch over all arms", printArms("Job", "move", "wipe", "stop"), null],
  ["a switch over some arms", printArms("Job", "move", "stop"), /lacks ending return/],
  ["a switch over the arms of an open union alone", printArms("Hint", "near", "none"), /lacks ending return/],
  ["a switch over an open union, with what is unknown", printArms("Hint", "near", "none", "unknown"), null],
  ["ids made by their functions", "void disk.read(d.lba(1n), d.cylinder(2n));", null],
  ["a swapped pair of ids", "void disk.read(d.cylinder(2n), d.lba(1n));", /Cylinder|"Disk.Lba"/],
  ["a plain bigint for an id", "void disk.read(1n, d.cylinder(2n));", /bigint.*Lba|not assignable/],
  ["a number for an id over 64 bits", "void d.lba(1);", /number.*bigint/],
  ["arithmetic on an id, as a number", "const next: bigint = d.lba(1n) + 1n; void next;", null],
  ["arithmetic on an id, as an id", "const next: d.Lba = d.lba(1n) + 1n; void next;", /bigint/],
  ["an id of 8 bits", "const first: number = d.head(1); void first;", null],
  ["another name for a number", 'void disk.trim({ from: d.lba(1n), count: 7, mark: "x" });', null],
  ["a missing field", "void disk.trim({ from: d.lba(1n), count: 7 });", /mark/],
  ["a field too many", 'void disk.trim({ from: d.lba(1n), count: 7, mark: "x", more: 1 });', /more/],
  ["a number for a char", "void disk.trim({ from: d.lba(1n), count: 7, mark: 120 });", /number.*string/],
  ["a member for an enum", "void disk.judge(d.Status.worn);", null],
  ["a number that is no member for an enum", "void disk.judge(7);", /7.*not assignable/],
  ["any number for an enum", "const any: number = 1; void disk.judge(any);", /number.*not assignable/],
  ["literals that fit", "void disk.resize(65535, 18446744073709551615n); void disk.resize(0);", null],
  ["a literal too large", "void disk.resize(70000);", /"70000 does not fit u16"/],
  ["a literal below zero", "void disk.resize(-1);", /"-1 does not fit u16"/],
  ["a fraction", "void disk.resize(0.5);", /"0.5 does not fit u16"/],
  ["a literal far too large", "void disk.resize(1e21);", /"1e\+21 does not fit u16"/],
  ["a bigint too large", "void disk.resize(1, 18446744073709551616n);", /18446744073709551616 does not fit u64/],
  ["a bigint below zero", "void disk.resize(1, -1n);", /"-1 does not fit u64"/],
  ["a number for a bigint", "void disk.resize(1, 1);", /number.*U64|not assignable/],
  ["an id out of range", "void d.head(256);", /"256 does not fit u8"/],
  ["an id of 64 bits below zero", "void d.lba(-1n);", /"-1 does not fit u64"/],
  ["a variable of type number", "const count: number = 70000; void disk.resize(count);", null],
  ["a variable of type bigint", "const length: bigint = -1n; void disk.resize(1, length);", null],
  ["a constant of 64 bits", "void disk.resize(1, d.most);", null],
  ["an object whose literals fit", `void disk.measure(${run}, [${run}], [{ kind: "by", value: -32768 }]);`, null],
  ["an object without literals", "const of = (run: d.Run) => disk.measure(run, [run], []); void of;", null],
  ["a literal too large in a nested object", `void disk.measure(${small("256")}, [], []);`, /"256 does not fit u8"/],
  [
    "a literal too large in an array",
    `void disk.measure(${run.replace("[1, -1]", "[1, 128]")}, [], []);`,
    /"128 does not fit i8"/,
  ],
  [
    "a literal too large in an array of objects",
    `void disk.measure(${run}, [${small("-1")}], []);`,
    /"-1 does not fit u8"/,
  ],
  [
    "a literal too large in an arm",
    `void disk.measure(${run}, [], [{ kind: "by", value: 32768 }]);`,
    /"32768 does not fit i16"/,
  ],
  [
    "a literal too large in the object of an arm",
    `void disk.measure(${run}, [], [{ kind: "run", value: ${small("256")} }]);`,
    /"256 does not fit u8"/,
  ],
  ["a misspelt field", `void disk.measure({ ...${run}, cuont: 2 }, [], []);`, /"there is no field cuont"/],
  ["a field that is missing in a nested object", `void disk.measure(${run.replace("size: 3", "")}, [], []);`, /size/],
  [
    "a variable with a field too many",
    `const more = { ...${run}, more: true }; void disk.measure(more, [], []);`,
    /more/,
  ],
  [
    "a struct with more fields for another",
    "const of = (long: d.LongRun) => disk.measure(long, [], []); void of;",
    /"Disk.LongRun".*"Disk.Run"/,
  ],
  [
    "a struct with more fields for a variable of another",
    "const of = (long: d.LongRun): d.Run => long; void of;",
    /"Disk.LongRun".*"Disk.Run"/,
  ],
  ["a plain object for a struct", `const plain: d.Run = ${run}; void disk.measure(plain, [plain], []);`, null],
  [
    "a struct changed by spreading",
    "const of = (run: d.Run) => disk.measure({ ...run, count: 2 }, [], []); void of;",
    null,
  ],
  [
    "another reply for a reply",
    "const of = (reply: d.ResizeReply): d.ReadReply => ({ ...reply, data: new Uint8Array() }); void of;",
    /longest|"Disk.ResizeReply"/,
  ],
  [
    "what was received as a number",
    "disk.resize(1).then(({ longest }) => { const plain: number = longest + 1; return plain; });",
    null,
  ],
  ["what was received where it fits", "disk.resize(1).then(({ run }) => disk.resize(run.count));", null],
  ["what was received where it may not fit", "disk.resize(1).then(({ longest }) => disk.resize(longest));", /"u32"/],
  [
    "an event with a literal too large",
    `const emit = (events: d.DiskEvents) => events.tryGrown(${small("256")}); void emit;`,
    /"256 does not fit u8"/,
  ],
  ["items of a call in an array", "void disk.record(d.lba(1n), [{ parts: new Uint8Array(), size: 3 }]);", null],
  [
    "items of a call that come by and by, and what it answers",
    "const send = (items: AsyncIterable<d.RecordItem>): Promise<d.RecordReply> => disk.record(d.lba(1n), items, { timeout: 5 }); void send;",
    null,
  ],
  ["a call without its items", "void disk.record(d.lba(1n));", /Expected 2-3 arguments/],
  ["an item without one of its fields", "void disk.record(d.lba(1n), [{ size: 3 }]);", /parts/],
  [
    "an item of another type",
    'void disk.record(d.lba(1n), [{ parts: new Uint8Array(), size: "3" }]);',
    /string' is not assignable/,
  ],
  ["what is no items", "void disk.record(d.lba(1n), 3);", /not assignable/],
  [
    "items of a stream and what it brings",
    "const all = async (items: Iterable<d.ConvertUpload>) => { for await (const { size } of disk.convert(1, items)) disk.resize(size); }; void all;",
    null,
  ],
  [
    "a server that reads items as they come",
    "const serve: Pick<d.DiskServer, 'record'> = { record: async (_at, items) => { let stored = 0; for await (const { size } of items) stored += size; return { stored }; } }; void serve;",
    null,
  ],
  [
    "a server that reads items as if they were all there",
    "const serve: Pick<d.DiskServer, 'record'> = { record: (_at, items) => ({ stored: [...items].length }) }; void serve;",
    /Symbol.iterator/,
  ],
  [
    "writing to what was received",
    "const write = (extent: d.Extent) => { extent.count = 1; }; void write;",
    /read-only/,
  ],
];

function printArms(type: string, ...arms: readonly string[]): string {
  const cases = arms.map((arm) => `case "${arm}": return 1;`);
  return `const number = (value: d.${type}): number => { switch (value.kind) { ${cases.join(" ")} } }; void number;`;
}

function printSwitch(type: string, ...members: readonly string[]): string {
  const cases = members.map((member) => `case d.${type}.${member}: return 1;`);
  return `const number = (value: d.${type}): number => { switch (value) { ${cases.join(" ")} } }; void number;`;
}

function printUse(code: string): string {
  return [
    `import * as d from "./disk.ts";`,
    `export function use(disk: d.DiskClient): unknown {`,
    `  ${code}`,
    "  return disk;",
    "}",
    "",
  ].join("\n");
}

describe("the types of generated code", () => {
  let found: readonly string[] = [];

  beforeAll(() => {
    const { product, diagnostics } = compile(["disk.skerry"], textHost({ "disk.skerry": description }));
    expect(diagnostics).toEqual([]);
    if (product.plan === null) throw new Error("no plan");

    const names = nameFiles(product.plan);
    const files = product.plan.interfaces.map((plan, index): [string, string] => {
      const path = `${folder}/${names.interfaces[index]}`;
      return [path, printFile(printInterfaceFile(plan))];
    });
    const used = uses.map(([, code], index): [string, string] => [`${folder}/use-${index}.ts`, printUse(code)]);
    found = checkTypes(Object.fromEntries([...files, ...used]));
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
