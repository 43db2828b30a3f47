import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, skerry as skerryProcess, smallFolder, smallMachine, smallSystem, stackTrace } from "./skerry.ts";

const old = `/// Sectors of a disk.
interface Block @ 1 {
  struct Extent { lba: u64; count: u32 }

  call read(at: Extent) -> (data: bytes<64>)
  message trim(at: Extent)
  call size() -> (bytes: u64)
}
`;
const grown = old.replace("@ 1", "@ 2").replace("count: u32 }", "count: u32; device: u8 }").replace("trim", "erase");

test("shows both places, whom it harms and what is left, and ends with 1", async () => {
  const cwd = folderOf({ "old/block.skerry": old, "new/block.skerry": grown });
  expect(await skerryProcess(["breaking", "old", "new"], { cwd })).toEqual({
    code: 1,
    err: "",
    out: `new/block.skerry:3:41: error SK9301 (wire): the field \`device\` of \`Block.Extent\` is new, \`u8\`: \`Block.Extent\` still has 16 bytes, which mean something else
  3 |   struct Extent { lba: u64; count: u32; device: u8 }
    |                                         ^^^^^^
  old/block.skerry:3:10: note: in the old version
  3 |   struct Extent { lba: u64; count: u32 }
    |          ------
    = breaks: old clients with a new server, new clients with an old server, source code that uses the stubs
    = reaches: Block.read, Block.trim

new/block.skerry:6:11: error SK9205 (source): \`Block.trim\` is called \`erase\` now
  6 |   message erase(at: Extent)
    |           ^^^^^
  old/block.skerry:6:11: note: in the old version
  6 |   message trim(at: Extent)
    |           ----
    = breaks: source code that uses the stubs
    = reaches: Block.trim

1 wire, 1 source: Block 1 → 2 is not compatible; neighbours bind with \`size\`, without \`read\` and \`trim\`
`,
  });
});

test("in JSON: one line, with every finding and verdict", async () => {
  const cwd = folderOf({ "old.skerry": old, "new.skerry": grown });
  const { code, out } = await skerry(["breaking", "old.skerry", "new.skerry", "--json", "--category", "wire"], { cwd });
  expect(code).toBe(1);
  expect(out).toMatch(/^.+\n$/);
  expect(JSON.parse(out)).toEqual({
    ok: false,
    categories: ["wire"],
    findings: [
      {
        code: "SK9301",
        severity: "error",
        category: "wire",
        message: expect.stringContaining("is new"),
        affects: ["oldClients", "newClients", "code"],
        interface: "Block",
        operations: ["Block.read", "Block.trim"],
        old: { file: "old.skerry", line: 3, column: 10 },
        new: { file: "new.skerry", line: 3, column: 41 },
      },
    ],
    verdicts: [
      {
        interface: "Block",
        old: 1,
        new: 2,
        counts: { wire: 1, source: 0, behaviour: 0, compatible: 0 },
        compatible: false,
        binding: { kind: "partly", agreed: ["size"], refused: ["read", "trim"] },
        misread: [],
        text: "1 wire: Block 1 → 2 is not compatible; neighbours bind with `size`, without `read` and `trim`",
      },
    ],
  });
});

test("judged by some categories, it says so", async () => {
  const cwd = folderOf({ "old.skerry": old, "new.skerry": old.replace("@ 1", "@ 2").replace("u64)", "i64)") });
  expect(await skerry(["breaking", "old", "new", "--category", "source,behaviour"], { cwd })).toEqual({
    code: 0,
    err: "",
    out: "Block 1 → 2 is compatible; neighbours bind with `read` and `trim`, without `size` (judged by source and behaviour only)\n",
  });
  expect((await skerry(["breaking", "old", "new", "--category", "wire"], { cwd })).code).toBe(1);
  expect((await skerryProcess(["breaking", "-", "-"], { cwd })).code).toBe(2);
});

test("a description against itself, and against the plan that was built of it", async () => {
  const cwd = smallFolder();
  expect(await skerry(["breaking", ".", "."], { cwd })).toEqual({
    code: 0,
    out: "Nothing changed between clients and services.\n",
    err: "",
  });
  await skerry(["build", ".", "--out", "built"], { cwd });
  for (const plan of ["built", "built/plan.json"]) {
    expect(await skerry(["breaking", plan, "."], { cwd })).toEqual({
      code: 0,
      out: "Nothing changed between clients and services.\n",
      err: "",
    });
  }
});

test("of a plan only the places are shown", async () => {
  const cwd = smallFolder();
  await skerry(["build", ".", "--out", "built"], { cwd });
  writeFileSync(path.join(cwd, "system.skerry"), smallSystem.replace("string<64>", "string<65>").replace("@ 1", "@ 2"));
  const { code, out } = await skerry(["breaking", "built", "."], { cwd });
  expect(code).toBe(1);
  expect(out).toContain("\n  system.skerry:4:13: note: in the old version, of which built is the plan\n    = breaks:");
  expect(out).toContain("4 |   call echo(text: string<65>)");
});

test("compatible changes are listed when asked for, warnings end with 1 when that is asked for", async () => {
  const changed = old
    .replace("@ 1 {", "@ 2 {\n  const most = 1")
    .replace("  call size", "  message ping @ 9 ()\n  call size @ 3");
  const cwd = folderOf({ "old.skerry": old.replace("{\n", "{\n  const most = 2\n"), "new.skerry": changed });
  const plain = await skerry(["breaking", "old", "new"], { cwd });
  expect(plain.code).toBe(0);
  expect(plain.out).toContain("warning SK9513 (behaviour)");
  expect(plain.out).not.toContain("SK9251");
  expect(plain.out).toContain("1 behaviour: Block 1 → 2 is compatible; neighbours bind with every operation");
  expect((await skerry(["breaking", "old", "new", "--strict"], { cwd })).code).toBe(1);
  expect((await skerry(["breaking", "old", "new", "--all"], { cwd })).out).toContain("note SK9251 (compatible)");
});

test.each([
  ["{", "it is not JSON"],
  ["{}", "/ must have required property"],
  ["[]", "/ must be object"],
])("%j is no plan", async (text, fault) => {
  const cwd = folderOf({ "plan.json": text, "block.skerry": old });
  const { code, out, err } = await skerry(["breaking", "plan.json", "block.skerry"], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("plan.json:1:1: error SK9001: plan.json is no plan of this release of Skerry:");
  expect(err).toContain(fault);
  expect(err).not.toMatch(stackTrace);
});

test("a wrong description is told as every command tells it", async () => {
  const cwd = folderOf({ "old.skerry": old, "new.skerry": `${smallMachine}interface {` });
  const { code, out } = await skerry(["breaking", "old.skerry", "new.skerry", "--json"], { cwd });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, diagnostics: [{ file: "new.skerry" }] });
});

test("every code is explained", async () => {
  const { code, out } = await skerry(["explain", "SK9301"]);
  expect(code).toBe(0);
  expect(out).toContain("SK9301 (error): a new field, parameter or result\n\nA message lies at fixed places");
});
