import { afterAll, expect, test } from "vitest";
import type { DocumentSymbol, Location, WorkspaceEdit } from "vscode-languageserver";
import { memoryHost } from "../../src/library/memory-host.ts";
import { load } from "../../src/resolve/load.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { applyEdits, type Editor, endServer, exampleFolder, startEditor } from "./client.ts";

afterAll(endServer);

const files = ["block.skerry", "machine.skerry", "registry.skerry", "system.skerry"];

async function openAll(): Promise<Editor> {
  const editor = await startEditor(exampleFolder("hotos09"));
  for (const name of files) await editor.open(name);
  return editor;
}

test("a name leads to where it is declared, across files, into the prelude and to modules", async () => {
  const editor = await openAll();
  const goTo = async (name: string, marked: string) => {
    const found = await editor.ask<Location | null>("textDocument/definition", name, marked);
    return found && `${found.uri.split("/").at(-1)}:${found.range.start.line + 1}:${found.range.start.character + 1}`;
  };
  expect(await goTo("system.skerry", "log<Block.Ext|ent")).toBe("block.skerry:13:10");
  expect(await goTo("system.skerry", "on hot|os09")).toBe("machine.skerry:19:9");
  expect(await goTo("system.skerry", "near disk|0")).toBe("machine.skerry:42:10");
  expect(await goTo("system.skerry", "p[*].cp|u[1]")).toBe("machine.skerry:7:8");
  expect(await goTo("system.skerry", "traffic disk.re|ad")).toMatch(/^block\.skerry:\d+:8$/);
  expect(await goTo("system.skerry", '"./di|sk.ts"')).toBe("disk.ts:1:1");
  expect(await goTo("system.skerry", 'use "./bl|ock"')).toBe("block.skerry:1:1");
  expect(await goTo("machine.skerry", ": amd|64")).toBe("amd64.skerry:2:5");
  expect(await goTo("machine.skerry", "id fir|st + i")).toBe("machine.skerry:6:21");
  expect(await goTo("machine.skerry", "first + |i")).toBe("machine.skerry:7:12");
  expect(await goTo("machine.skerry", "cpu[0].l|1")).toBe("machine.skerry:8:11");
  expect(await goTo("machine.skerry", "2 G|Hz")).toBeNull();
});

test("whatever is renamed, wherever it is declared: the description still holds, and says the same under another name", async () => {
  const editor = await openAll();
  const texts = Object.fromEntries(files.map((name) => [name, editor.textOf(name)]));
  let renamed = 0;
  for (const name of files) {
    const outline = await editor.ask<readonly DocumentSymbol[]>("textDocument/documentSymbol", name, "|");
    for (const { selectionRange } of outline.flatMap(withChildren)) {
      const edit: WorkspaceEdit = await editor.connection.sendRequest("textDocument/rename", {
        ...{ textDocument: { uri: editor.uriOf(name) }, position: selectionRange.start, newName: "somethingElse" },
      });
      const changed = files.map((file) => {
        return [file, applyEdits(texts[file] ?? "", edit.changes?.[editor.uriOf(file)] ?? [])] as const;
      });
      expect(faultsOf(new Map(changed))).toEqual([]);
      expect(changed.some(([file, text]) => text !== texts[file])).toBe(true);
      renamed += 1;
    }
  }
  expect(renamed).toBeGreaterThan(50);
});

test("references are all mentions, with the declaration or without; highlights those in the file", async () => {
  const editor = await openAll();
  const ask = (method: string, includeDeclaration: boolean) =>
    editor.ask<readonly Location[]>(method, "block.skerry", "struct Ext|ent", { context: { includeDeclaration } });
  const all = await ask("textDocument/references", true);
  expect(all).toHaveLength(5);
  expect(await ask("textDocument/references", false)).toHaveLength(4);
  expect(await ask("textDocument/documentHighlight", true)).toHaveLength(4);
  expect(new Set(all.map(({ uri }) => uri)).size).toBe(2);
});

test("what is no name, and what is not one's own, is not renamed", async () => {
  const editor = await openAll();
  const rename = (marked: string, newName: string) =>
    editor.ask("textDocument/rename", "machine.skerry", marked, { newName });
  await expect(rename("package Opteron|8350", "8350")).rejects.toThrow("`8350` is not a name");
  await expect(rename("package Opteron|8350", "a b")).rejects.toThrow("is not a name");
  await expect(rename(": amd|64", "x86")).rejects.toThrow("not yours to rename");
  expect(await editor.ask("textDocument/prepareRename", "machine.skerry", ": amd|64")).toBeNull();
  expect(await editor.ask("textDocument/prepareRename", "machine.skerry", "package Opteron|8350")).toMatchObject({
    placeholder: "Opteron8350",
  });
});

/** Of the names alone: what they mean has been judged before any of them changed. */
function faultsOf(texts: ReadonlyMap<string, string>): readonly string[] {
  const loaded = load([...texts.keys()], memoryHost(Object.fromEntries(texts)));
  return [...loaded.diagnostics, ...resolve(loaded.product).diagnostics].map(({ message }) => message);
}

function withChildren(symbol: DocumentSymbol): readonly DocumentSymbol[] {
  return [symbol, ...(symbol.children ?? []).flatMap(withChildren)];
}
