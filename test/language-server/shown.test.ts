import { afterAll, expect, test } from "vitest";
import type {
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  SignatureHelp,
} from "vscode-languageserver";
import { format } from "../../src/syntax/format.ts";
import { applyEdits, type Editor, endServer, exampleFolder, startEditor } from "./client.ts";

afterAll(endServer);

const files = ["block.skerry", "machine.skerry", "system.skerry"];

async function openAll(): Promise<Editor> {
  const editor = await startEditor(exampleFolder("hotos09"));
  for (const name of files) await editor.open(name);
  return editor;
}

const whole = { range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } } };

test("hovering tells what the compiler knows: types, layouts, units, latencies, places", async () => {
  const editor = await openAll();
  const hover = async (name: string, marked: string) => {
    const shown = await editor.ask<Hover | null>("textDocument/hover", name, marked);
    return shown === null ? null : JSON.stringify(shown.contents);
  };
  expect(await hover("block.skerry", "struct Ext|ent")).toContain("A run of sectors.\\n\\n- 16 bytes, aligned to 8");
  expect(await hover("block.skerry", "lba: u64; cou|nt")).toContain("at 8, 4 bytes");
  expect(await hover("block.skerry", "call re|ad")).toMatch(
    /opcode \d+, request 16 bytes, reply 4104 bytes|opcode \d+, request 16 bytes/,
  );
  expect(await hover("block.skerry", "sector * longest|Read>")).toContain("= 8");
  expect(await hover("machine.skerry", "core cp|u[")).toContain("`p[0].cpu[0]` and 31 others");
  expect(await hover("machine.skerry", "core cp|u[")).toContain("a cycle is 500 ps");
  expect(await hover("machine.skerry", "machine hot|os09")).toContain("1-hop: 97.5 ns");
  expect(await hover("machine.skerry", "port h|t[3]")).toMatch(/`p\[0\]\.ht\[0\]` and 23 others.*\b0 of 24 are free/);
  expect(await hover("machine.skerry", "512 Ki|B")).toBe(
    JSON.stringify({ kind: "markdown", value: "512 KiB = 524,288 bytes" }),
  );
  expect(await hover("machine.skerry", "lat|ency 2 cycles")).toContain("Time to load a line");
  expect(await hover("system.skerry", "service di|sk")).toContain("on p[7].cpu[0]");
  expect(await hover("system.skerry", "state jour|nal")).toContain("5 replicas");
  expect(await hover("machine.skerry", "// assumed: the pap|er")).toBeNull();
});

test("completion offers what fits at the place and nothing else", async () => {
  const editor = await openAll();
  const complete = async (name: string, marked: string) => {
    const items = await editor.ask<readonly CompletionItem[]>("textDocument/completion", name, marked);
    return items.map(({ label }) => label);
  };
  expect(await complete("machine.skerry", ": |amd64 @")).toEqual(["amd64"]);
  expect(await complete("machine.skerry", "]: |HyperTransport")).toEqual(expect.arrayContaining(["HyperTransport"]));
  expect(await complete("machine.skerry", "p[i in 0..7]: |Opteron")).toEqual(["Opteron8350"]);
  expect(await complete("machine.skerry", "device nic: |Ethernet10G")).toEqual(
    expect.arrayContaining(["Ethernet10G", "SataDisk"]),
  );
  expect(await complete("machine.skerry", "cache l1: 64 KiB, |latency")).toEqual(["latency", "line", "shared"]);
  expect(await complete("machine.skerry", "shared by |cpu[*]")).toEqual(["cpu"]);
  expect(await complete("machine.skerry", "cache l1: 64 |KiB")).toEqual(
    expect.arrayContaining(["KiB", "MiB", "bytes"]),
  );
  expect(await complete("system.skerry", "on |hotos09")).toEqual(["hotos09"]);
  expect((await complete("system.skerry", "disk: |Block")).sort()).toEqual(["Block", "Registry"]);
  expect(await complete("system.skerry", "uses |disk, registry")).toEqual(["names", "journal", "disk", "registry"]);
  expect(await complete("system.skerry", "on p[*].|cpu[1]")).toEqual(["cpu"]);
  expect(await complete("system.skerry", "traffic disk.|read")).toEqual(
    expect.arrayContaining(["read", "write", "scan"]),
  );
  expect(await complete("system.skerry", "agree |twoPhase")).toEqual([
    "broadcast",
    "twoPhase",
    "majority",
    "shootdown",
  ]);
  expect(await complete("system.skerry", 'use "|./block"')).toEqual(
    expect.arrayContaining(["./block", "./machine", "prelude/amd64"]),
  );
  expect(await complete("system.skerry", '= "|./disk.ts"')).toEqual(expect.arrayContaining(["./disk.ts", "./web.ts"]));
  expect(await complete("block.skerry", "read(at: |Extent")).toEqual(
    expect.arrayContaining(["Extent", "Status", "u64", "string"]),
  );
  expect(await complete("machine.skerry", "// assumed: |the paper")).toEqual([]);
});

test("a port is offered for a link only while one is free", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  const machine = (links: string) =>
    `use "prelude/amd64"\nuse "prelude/links"\nmachine m {\n  core c[3]: amd64 @ 1 GHz\n  port a\n  port b\n  port d\n${links}  link a -- \n}\n`;
  await editor.open("m.skerry", machine(""));
  const offered = async () =>
    (await editor.ask<readonly CompletionItem[]>("textDocument/completion", "m.skerry", "link a -- |")).map(
      ({ label }) => label,
    );
  expect(await offered()).toEqual(["c", "a", "b", "d"]);
  await editor.write("m.skerry", machine("  link c[0] -- b: HyperTransport, latency 1 ns\n"));
  expect(await offered()).toEqual(["c", "a", "d"]);
});

test("hints say what is left to the compiler: offsets, and what cycles are", async () => {
  const editor = await openAll();
  const hints = async (name: string) => {
    const all = await editor.ask<readonly InlayHint[]>("textDocument/inlayHint", name, "|", whole);
    return all.map(({ position, label }) => `${position.line + 1}: ${String(label)}`);
  };
  expect(await hints("block.skerry")).toEqual(expect.arrayContaining(["13: at 0, 8 bytes", "13: at 8, 4 bytes"]));
  expect(await hints("machine.skerry")).toEqual(
    expect.arrayContaining(["8: = 1 ns", "11: = 37.5 ns", "23: = 32.5 ns"]),
  );
});

test("lenses say how often a thing is named and where a program goes", async () => {
  const editor = await openAll();
  const lenses = await editor.ask<readonly CodeLens[]>("textDocument/codeLens", "system.skerry", "|");
  const titles = lenses.map(({ command }) => command?.title);
  expect(titles).toEqual(expect.arrayContaining(["on p[7].cpu[0]", expect.stringMatching(/^on p\[3\]\.cpu\[0\], /)]));
  const machine = await editor.ask<readonly CodeLens[]>("textDocument/codeLens", "machine.skerry", "|");
  expect(machine.map(({ command }) => command?.title)).toEqual(["1 reference", "1 reference"]);
});

test("what a part takes is shown while it is placed", async () => {
  const editor = await openAll();
  const help = await editor.ask<SignatureHelp | null>(
    "textDocument/signatureHelp",
    "machine.skerry",
    "Opteron8350(4 * |i)",
  );
  expect(help).toMatchObject({ signatures: [{ label: "Opteron8350(first: count)" }], activeParameter: 0 });
  expect(await editor.ask("textDocument/signatureHelp", "machine.skerry", "port |ht")).toBeNull();
});

test("the outline, what folds, the colours of names, and symbols by some of their letters", async () => {
  const editor = await openAll();
  const [block] = await editor.ask<readonly DocumentSymbol[]>("textDocument/documentSymbol", "block.skerry", "|");
  expect(block?.children?.map(({ name }) => name).slice(0, 4)).toEqual(["sector", "longestRead", "Status", "Extent"]);
  const folds = await editor.ask<readonly FoldingRange[]>("textDocument/foldingRange", "machine.skerry", "|");
  expect(folds).toEqual(
    expect.arrayContaining([
      { startLine: 6, endLine: 8 },
      { startLine: 0, endLine: 2, kind: "imports" },
    ]),
  );
  const found = await editor.connection.sendRequest("workspace/symbol", { query: "optrn" });
  expect(found).toMatchObject([{ name: "Opteron8350" }]);
  const tokens: { readonly data: readonly number[] } = await editor.ask(
    "textDocument/semanticTokens/full",
    "block.skerry",
    "|",
  );
  expect(tokens.data.length % 5).toBe(0);
  const { tokenTypes } = editor.abilities.capabilities.semanticTokensProvider?.legend ?? { tokenTypes: [] };
  const coloured = Array.from({ length: tokens.data.length / 5 }, (_, at) => tokenTypes[tokens.data[at * 5 + 3] ?? 0]);
  // `/// …`, `interface Block @ 2`, `/// …`, `const sector = 512`
  expect(coloured.slice(0, 5)).toEqual(["comment", "keyword", "interface", "number", "comment"]);
  expect(coloured.slice(5, 8)).toEqual(["keyword", "variable", "number"]);
});

test("columns are UTF-16, whatever stands before them, and lines may end as on Windows", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  const text = "interface A {\r\n  /* */ \u{1f525} call read(at: u32, \u{1f525}to: Nowhere)\r\n}\r\n";
  await editor.open(
    "a.skerry",
    "interface A {\r\n  /// \u{1f525}\r\n  enum E: u8 { a } // \u{1f525}\r\n  call read(at: E)\r\n}\r\n",
  );
  const hover = await editor.ask<Hover | null>("textDocument/hover", "a.skerry", "read(at: |E)");
  expect(hover?.range).toEqual({ start: { line: 3, character: 16 }, end: { line: 3, character: 17 } });
  const [fault] = (await editor.write("a.skerry", text)).filter(({ range }) => range.start.line === 1);
  expect(fault?.range.start.character).toBeLessThan(20);
  const loose = "interface A {\r\n    call read(at: u32)\r\n  call write()\r\n}\r\n";
  await editor.write("a.skerry", loose);
  const edits = await editor.ask<Parameters<typeof applyEdits>[1]>("textDocument/formatting", "a.skerry", "|", {
    options: { tabSize: 2, insertSpaces: true },
  });
  expect(edits.map(({ range }) => [range.start.line, range.end.line])).toEqual([[1, 2]]);
  expect(applyEdits(loose, edits)).toBe(loose.replace("    call", "  call"));
});

test("formatting gives what `skerry format` gives, and touches no line that stays", async () => {
  const editor = await openAll();
  const loose = editor.textOf("block.skerry").replace("  call capacity() ->", "  call   capacity( )->");
  await editor.write("block.skerry", loose);
  const edits = await editor.ask<Parameters<typeof applyEdits>[1]>("textDocument/formatting", "block.skerry", "|", {
    options: { tabSize: 2, insertSpaces: true },
  });
  expect(edits).toHaveLength(1);
  expect(edits[0]?.range.end.line).toBe((edits[0]?.range.start.line ?? 0) + 1);
  expect(applyEdits(loose, edits)).toBe(format({ path: "block.skerry", text: loose }).product);
  await editor.write("block.skerry", "interface {");
  expect(await editor.ask("textDocument/formatting", "block.skerry", "|", { options: {} })).toEqual([]);
});
