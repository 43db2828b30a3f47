import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { format } from "../../src/syntax/format.ts";

const formatText = (text: string) => format({ path: "a.skerry", text }).product;

const repository = new URL("../../", import.meta.url);
const shipped = [
  "dsl/prelude/",
  ...readdirSync(new URL("examples/", repository)).map((name) => `examples/${name}/`),
].flatMap((folder) =>
  readdirSync(new URL(folder, repository))
    .filter((name) => name.endsWith(".skerry"))
    .map((name) => folder + name),
);

describe("format", () => {
  it.each(shipped)("leaves %s as it is", (path) => {
    const text = readFileSync(new URL(path, repository), "utf8");
    expect(formatText(text)).toBe(text);
  });

  it("gives no text for one with errors", () => {
    const { product, diagnostics } = format({ path: "a.skerry", text: "machine {" });
    expect(product).toBeNull();
    expect(diagnostics).not.toEqual([]);
  });

  const cases: readonly (readonly [string, string, string])[] = [
    ["nothing", " \n\n", ""],
    ["spaces", "isa   x{word 64bits,little   endian ,}", "isa x { word 64 bits, little endian }\n"],
    ["expressions", "interface I{const a=-(1+2)*3- -4}", "interface I { const a = -(1 + 2) * 3 - -4 }\n"],
    ["blocks on several lines", "machine m{port a;\n\n\n\nport b}", "machine m {\n  port a\n\n  port b\n}\n"],
    [
      "blocks on one line",
      "interface I{struct S{a:u8,b:u8[..4]} enum E{a,b,}}",
      "interface I { struct S { a: u8; b: u8[..4] }; enum E { a, b } }\n",
    ],
    [
      "remarks",
      "machine m{// open\nport a// a\n// end\n}// close",
      "machine m { // open\n  port a // a\n  // end\n} // close\n",
    ],
    ["remarks within an item", "machine m{\nlink a--// why\nb}", "machine m {\n  link a -- // why\n    b\n}\n"],
    ["line ends of Windows", "isa x {\r\n  word 64 bits\r\n}\r\n", "isa x {\n  word 64 bits\n}\n"],
    [
      "clauses of a program, on the lines they are on",
      'system s on m{client web="./w.ts" uses a,\n traffic, c\n\n  on p[0]   .cpu traffic a.b 1kHz,\n a.c 2Hz\n\nclient b="./b.ts"\nallow c:\non}',
      'system s on m {\n  client web = "./w.ts" uses a, traffic, c\n    on p[0].cpu traffic a.b 1 kHz, a.c 2 Hz\n\n  client b = "./b.ts"\n    allow c: on\n}\n',
    ],
    ["uses", 'use "c";use "a"\n\nuse "b"', 'use "a"\nuse "c"\n\nuse "b"\n'],
    ["uses with a remark between them", 'use "c"\n// why\nuse "a"', 'use "c"\n// why\nuse "a"\n'],
  ];

  it.each(cases)("lays out %s", (_, text, expected) => {
    expect(formatText(text)).toBe(expected);
    expect(formatText(expected)).toBe(expected);
  });

  it("breaks a block that does not fit into 110 columns", () => {
    const fields = Array.from({ length: 9 }, (_, at) => `fieldNumber${at}: u32`);
    const text = `interface I {\n  struct S { ${fields.join("; ")} }\n}\n`;
    expect(formatText(text)).toBe(`interface I {\n  struct S {\n    ${fields.join("\n    ")}\n  }\n}\n`);
  });
});
