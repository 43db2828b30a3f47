import { once } from "node:events";
import { afterAll, expect, test } from "vitest";
import type { TextEdit } from "vscode-languageserver";
import { applyEdits, endServer, exampleFolder, startAlone, startEditor } from "./client.ts";

afterAll(endServer);

test("says what the command line says, of every file that is meant, and takes it back when it is mended", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  expect(await editor.open("system.skerry")).toEqual([]);
  const text = editor.textOf("system.skerry");
  const broken = await editor.write("system.skerry", text.replace("uses disk, registry", "uses dsik, registry"));
  expect(broken).toContainEqual(
    expect.objectContaining({
      ...{ severity: 1, source: "skerry", message: expect.stringContaining("did you mean `disk`?") },
      range: { start: { line: 19, character: 46 }, end: { line: 19, character: 50 } },
    }),
  );
  expect(await editor.write("system.skerry", text)).toEqual([]);
});

test("a change in one file is judged in those that use it, from what is written and not from the disk", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  await editor.open("system.skerry");
  await editor.open("block.skerry");
  const text = editor.textOf("block.skerry");
  await editor.write("block.skerry", text.replace("message trim(", "message trimmed("));
  const others = await editor.heard("system.skerry", (diagnostics) => diagnostics.length > 0);
  expect(others).toMatchObject([{ message: expect.stringContaining("trim") }]);
  await editor.write("block.skerry", text);
  expect(await editor.heard("system.skerry", (diagnostics) => diagnostics.length === 0)).toEqual([]);
});

test("a conflict names its other party with its place, and a fix that is taken mends it", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  await editor.open("block.skerry");
  const text = editor.textOf("block.skerry");
  const twice = await editor.write(
    "block.skerry",
    text.replace("const longestRead", "const sector = 3\n  const longestRead"),
  );
  expect(twice.find(({ relatedInformation }) => relatedInformation?.length === 1)?.relatedInformation).toMatchObject([
    { location: { uri: editor.uriOf("block.skerry"), range: { start: { line: 3, character: 8 } } } },
  ]);
  const wrong = text.replace("read(at: Extent)", "read(at: Extnt)");
  const [diagnostic] = await editor.write("block.skerry", wrong);
  const actions = await editor.ask<readonly CodeAction[]>("textDocument/codeAction", "block.skerry", "|Extnt", {
    range: diagnostic?.range,
    context: { diagnostics: [diagnostic] },
  });
  expect(actions).toMatchObject([{ title: "write `Extent`", kind: "quickfix", isPreferred: true }]);
  const edits = actions[0]?.edit.changes[editor.uriOf("block.skerry")] ?? [];
  expect(await editor.write("block.skerry", applyEdits(wrong, edits))).toEqual([]);
});

test("a module that is not there can be begun, and what is begun has every operation", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  await editor.open("system.skerry");
  const text = editor.textOf("system.skerry").replace('"./disk.ts"', '"./spinning.ts"');
  const [missing] = await editor.write("system.skerry", text);
  const actions = await editor.ask<readonly CreateAction[]>(
    "textDocument/codeAction",
    "system.skerry",
    '|"./spinning.ts"',
    {
      range: missing?.range,
      context: { diagnostics: [missing] },
    },
  );
  const created = actions.find(({ title }) => title === "write ./spinning.ts");
  expect(created?.edit.documentChanges[0]).toEqual({ kind: "create", uri: editor.uriOf("spinning.ts") });
  const [edit] = created?.edit.documentChanges[1]?.edits ?? [];
  for (const operation of ["capacity", "read", "write", "trim", "*scan", "load"]) {
    expect(edit?.newText).toContain(`    ${operation}() {\n`);
  }
  expect(edit?.newText).toContain('import type { Disk } from "~skerry/fileserver";');
});

test("a port that a link asks for can be added where the path leads to", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  await editor.open("machine.skerry");
  const text = editor.textOf("machine.skerry").replace("p[0].ht[0]", "p[0].slot[1]");
  const [missing] = await editor.write("machine.skerry", text);
  const range = { range: missing?.range, context: { diagnostics: [missing] } };
  const actions = await editor.ask<readonly CodeAction[]>(
    "textDocument/codeAction",
    "machine.skerry",
    "p[0].|slot",
    range,
  );
  const added = actions.find(({ title }) => title === "add `port slot[2]` to `Opteron8350`");
  const edits = added?.edit.changes[editor.uriOf("machine.skerry")] ?? [];
  expect(applyEdits(text, edits)).toContain("  port slot[2]\n}\n");
  expect(await editor.write("machine.skerry", applyEdits(text, edits))).toEqual([]);
});

test("descriptions in one folder that have nothing to do with each other do not disturb each other", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  const alone = "machine hotos09 { core c: amd64 @ 1 GHz }\n";
  expect(await editor.open("other.skerry", `use "prelude/amd64"\n${alone}`)).toEqual([]);
  expect(await editor.open("machine.skerry")).toEqual([]);
});

test("whatever is typed, it answers: no prefix of a description and no rubbish ends it", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  await editor.open("machine.skerry");
  const text = editor.textOf("machine.skerry");
  for (let length = 0; length < text.length; length += 211) {
    await editor.write("machine.skerry", text.slice(0, length));
    const position = { line: text.slice(0, length).split("\n").length - 1, character: 2 };
    for (const method of ["completion", "hover", "signatureHelp", "codeLens", "inlayHint", "semanticTokens/full"]) {
      await editor.connection.sendRequest(`textDocument/${method}`, {
        textDocument: { uri: editor.uriOf("machine.skerry") },
        ...{ position, range: { start: { line: 0, character: 0 }, end: position } },
      });
    }
  }
  expect(await editor.write("machine.skerry", '\u{1f525}}}{{[[("\0use use use machine machine')).not.toEqual([]);
  expect(await editor.write("machine.skerry", text)).toEqual([]);
});

test("ends with its editor", async () => {
  const editor = await startEditor(exampleFolder("hotos09"));
  await editor.connection.sendRequest("shutdown");
  const ended = once(editor.process, "exit");
  await editor.connection.sendNotification("exit");
  expect(await ended).toEqual([0, null]);
  const orphan = await startAlone(exampleFolder("hotos09"));
  const closed = once(orphan.process, "exit");
  orphan.process.stdin?.end();
  expect(await closed).toEqual([0, null]);
});

interface CodeAction {
  readonly title: string;
  readonly edit: { readonly changes: Readonly<Record<string, readonly TextEdit[]>> };
}
interface CreateAction {
  readonly title: string;
  readonly edit: { readonly documentChanges: readonly { readonly edits?: readonly TextEdit[] }[] };
}
