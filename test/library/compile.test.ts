import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { check, compile, createCompiler, explain, format } from "../../src/library/index.ts";
import { preludeTexts } from "../../src/library/prelude-texts.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function readFolder(folder: string): Record<string, string> {
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith(".skerry"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(root, folder, name), "utf8")]));
}

const block = "interface Block {\n  call read(at: u64) -> (data: bytes<512>)\n}\n";

test("the prelude is built in whole", () => {
  const shipped = readFolder("dsl/prelude");
  expect(Object.keys(preludeTexts).map((name) => `${name}.skerry`)).toEqual(Object.keys(shipped).sort());
  for (const [name, text] of Object.entries(preludeTexts)) expect(text).toBe(shipped[`${name}.skerry`]);
});

test("an example compiles to the bytes that the command line writes", async () => {
  const files = readFolder("examples/hotos09");
  const modulesFolder = "../../examples/hotos09";
  const { ok, report, files: made, plan } = await compile({ files, modulesFolder, inPlace: true });
  expect({ ok, report }).toEqual({ ok: true, report: "" });
  expect(plan?.machine?.cores.length).toBe(32);
  expect(made.length).toBeGreaterThan(10);
  for (const { path: file, content } of made.filter(({ path: file }) => /\.(ts|json|md)$/.test(file))) {
    expect(String(content), file).toBe(readFileSync(path.join(root, "generated/hotos09", file), "utf8"));
  }
});

test("mistakes are data for programs and text for people, and nothing is made of a wrong description", async () => {
  const result = await compile({ files: { "block.skerry": block.replace("u64", "u46") } });
  expect(result).toMatchObject({ ok: false, plan: null, files: [] });
  expect(result.diagnostics).toMatchObject([
    { severity: "error", file: "block.skerry", start: { line: 2, column: 17 }, fixes: [{ title: expect.any(String) }] },
  ]);
  expect(result.report).toContain("block.skerry:2:17: error SK");
  expect(explain(result.diagnostics[0]?.code ?? "")?.explanation).not.toBe("");
  expect(check({ files: { "block.skerry": block.replace("u64", "u46") } })).toEqual({
    ok: false,
    diagnostics: result.diagnostics,
    report: result.report,
  });
});

test("only what the roots use is compiled, and only what is asked for is made", async () => {
  const files = { "block.skerry": block, "broken.skerry": "interface {" };
  expect(await compile({ files, roots: ["block.skerry"], emit: false })).toMatchObject({ ok: true, files: [] });
  expect((await compile({ files })).ok).toBe(false);
  const { files: made } = await compile({ files, roots: ["block.skerry"], c: true, inPlace: true });
  expect(made.map(({ path: file }) => file)).toEqual(expect.arrayContaining(["block.ts", "c/block.h", "plan.json"]));
});

test("no text of the caller takes the place of a standard part, and no name reaches beyond the texts", async () => {
  const uses = 'use "prelude/amd64"\nmachine m { core c: amd64 @ 1 GHz }\n';
  const { ok } = await compile({
    files: { "m.skerry": uses, "prelude/amd64.skerry": "nonsense" },
    roots: ["m.skerry"],
  });
  expect(ok).toBe(true);
  for (const name of ["prelude/constructor", "prelude/__proto__", "__proto__", "toString"]) {
    expect(check({ files: { "m.skerry": `use "${name}"\n` } })).toMatchObject({ ok: false });
  }
});

test("a compiler that remembers answers as a new one does, also when it is asked twice at once", async () => {
  const compiler = createCompiler();
  const edits = [block, block.replace("512", "1024"), block.replace("u64", "u46"), block];
  const remembered = await Promise.all(edits.map((text) => compiler.compile({ files: { "block.skerry": text } })));
  const fresh = await Promise.all(edits.map((text) => compile({ files: { "block.skerry": text } })));
  expect(remembered).toEqual(fresh);
});

test("a text is brought into its canonical form", () => {
  expect(format("interface  Block{}").text).toBe("interface Block {}\n");
  expect(format("interface {")).toMatchObject({ ok: false, text: null });
});
