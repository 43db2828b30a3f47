/** However often and whatever is edited: what a compiler that remembers says is what a new one says. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderJson } from "../src/diagnostics/render-json.ts";
import { emitTypeScript } from "../src/emit/typescript/emit-typescript.ts";
import { createCompiler } from "../src/pipeline.ts";
import { serialisePlan } from "../src/plan/serialise.ts";
import type { SourceHost } from "../src/source/source-host.ts";

type Texts = Readonly<Record<string, string>>;

/** Files that take from each other: types, constants, generic structs, services; and one that takes from none. */
const original: Texts = {
  "types.skerry": `/// What others are made of.
interface Types @ 2 {
  const longest = 64
  type Id = id u32
  enum Status: u8 { ok, failed = 4 }
  struct Extent { lba: u64; count: u32 }
  struct Page<Item, const most> { items: Item[..most]; next?: u64 }
  message ping()
}
`,
  "disk.skerry": `use "./types"
interface Disk {
  type Extents = Types.Page<Types.Extent, 4>
  union Query { at: Types.Extent; id: Types.Id; newest }
  call read(at: Types.Extent) -> (data: bytes<Types.longest>) fails Types.Status
  stream scan(from: Query) -> (found: Extents)
  call open(id: Types.Id) -> (ok: bool)
}
`,
  "names.skerry": `use "./disk"
interface Names {
  const most = 8
  flags Rights: u8 { read, write }
  struct Entry { rights: Rights; name: string<most> }
  call find(name: string<most>) -> (where: Disk.Extents, entry: Entry)
}
`,
  "clock.skerry": `interface Clock { call now() -> (nanoseconds: u64) }
interface Alarm { event rang(at: u64, id: u8) }
`,
  "system.skerry": `use "./disk"
use "./names"
use "prelude/tiny"
machine box { core cpu[2]: tiny @ 1 GHz { cache l1: 32 KiB, latency 2 cycles }
  coherence between cpu[*]: latency 100 cycles
  memory dram: 1 GiB }
system s on box {
  service disk: Disk = "./disk.ts" on cpu[0]
  service names: Names = "./names.ts" uses disk
  client user = "./user.ts" uses disk, names
}
`,
  "prelude/tiny.skerry": "isa tiny { word 64 bits, little endian, line 64 bytes, page 4 KiB }\n",
};

const paths = Object.keys(original);
const roots = paths.filter((path) => !path.startsWith("prelude/"));

/** What an edit puts where something else stood. */
const words = [
  ..."Types Disk Names Clock Extent Page Status Id Query read scan lba count u64 u8 string<8> 4 8 64 const".split(" "),
  ...'struct enum union call stream message event fails -> ( ) { } < > ; ? @ , use "./types" "./clock"'.split(" "),
];

type Edit = (texts: Texts) => Texts;

function change(path: string, text: (before: string) => string): Edit {
  return (texts) => (texts[path] === undefined ? texts : { ...texts, [path]: text(texts[path]) });
}

const path = fc.constantFrom(...paths);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: path.map(
      (one): Edit =>
        (texts) => ({ ...texts, [one]: original[one] ?? "" }),
    ),
  },
  { weight: 4, arbitrary: fc.tuple(path, fc.nat(), fc.constantFrom(...words)).map(replaceWord) },
  fc.tuple(path, fc.nat()).map(([one, at]) => change(one, (text) => withoutLine(text, at))),
  fc.tuple(path, fc.nat()).map(([one, at]) => change(one, (text) => insertLine(text, at, "// nothing\n"))),
  path.map((one) => change(one, (text) => `${text}\n/// More.\ninterface More { message more(more: u8) }\n`)),
  path.map(
    (one): Edit =>
      ({ [one]: _, ...others }) =>
        others,
  ),
  fc.tuple(path, path).map(
    ([one, other]): Edit =>
      (texts) => ({ ...texts, [one]: texts[other] ?? "" }),
  ),
);

function replaceWord([one, at, word]: [string, number, string]): Edit {
  return change(one, (text) => {
    const found = [...text.matchAll(/[A-Za-z]\w*|\d+|[^\s\w]/g)];
    const chosen = found[at % Math.max(1, found.length)];
    if (chosen === undefined) return text;
    return text.slice(0, chosen.index) + word + text.slice(chosen.index + chosen[0].length);
  });
}

function withoutLine(text: string, at: number): string {
  const lines = text.split("\n");
  return lines.toSpliced(at % lines.length, 1).join("\n");
}

function insertLine(text: string, at: number, line: string): string {
  const lines = text.split("\n");
  const [before, after] = [lines.slice(0, at % lines.length), lines.slice(at % lines.length)];
  return `${before.map((each) => `${each}\n`).join("")}${line}${after.join("\n")}`;
}

/** Files that may change while the host is in use. */
function editableHost(): SourceHost & { texts: Texts } {
  const host = {
    texts: original,
    read: (file: string) => {
      const text = host.texts[file];
      return text === undefined ? ({ kind: "missing" } as const) : ({ kind: "text", text } as const);
    },
  };
  return host;
}

/** Everything that comes out of the texts, as text. */
function outcome(compiler: ReturnType<typeof createCompiler>): unknown {
  const { product, diagnostics } = compiler.compile(roots);
  const files = product.plan === null ? [] : emitTypeScript(product.plan, { modules: "..", inPlace: true });
  return {
    diagnostics: renderJson(diagnostics, (file) => file),
    judged: renderJson(compiler.judge(roots).diagnostics, (file) => file),
    plan: product.plan === null ? null : serialisePlan(product.plan),
    files: Object.fromEntries(files.map((file) => [file.path, file.content])),
  };
}

test("the description that is edited is right", () => {
  const host = editableHost();
  const { product, diagnostics } = createCompiler(host).compile(roots);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  expect(product.plan?.interfaces.map(({ name }) => name)).toEqual(["Clock", "Alarm", "Disk", "Names", "Types"]);
});

test("edit after edit, a compiler that remembers says what a new one says", () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
      const host = editableHost();
      const remembering = createCompiler(host);
      outcome(remembering);
      for (const apply of edits) {
        host.texts = apply(host.texts);
        const fresh = editableHost();
        fresh.texts = host.texts;
        expect(outcome(remembering)).toEqual(outcome(createCompiler(fresh)));
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

test("an interface is planned again only when it, or what it uses, was edited", () => {
  const host = editableHost();
  const compiler = createCompiler(host);
  const plans = () => compiler.compile(roots).product.plan?.interfaces ?? [];
  const before = plans();
  expect(plans().every((plan, index) => plan === before[index])).toBe(true);

  host.texts = change("disk.skerry", (text) => text.replace("ok: bool", "ok: u8"))(host.texts);
  const after = plans();
  const kept = after.filter((plan) => before.includes(plan)).map(({ name }) => name);
  // Names takes a type from Disk.
  expect(kept).toEqual(["Clock", "Alarm", "Types"]);
});

test("what is at fault is said every time, until it is mended", () => {
  const host = editableHost();
  const compiler = createCompiler(host);
  const codes = () => compiler.compile(roots).diagnostics.map(({ code }) => code);
  const before = codes();
  host.texts = change("types.skerry", (text) => text.replace("count: u32", "count: u33"))(host.texts);
  const faults = codes();
  expect(faults).not.toEqual(before);
  expect(codes()).toEqual(faults);
  host.texts = original;
  expect(codes()).toEqual(before);
});
