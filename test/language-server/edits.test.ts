/** What a server says after many changes is what one says that has never seen anything else. */
import { unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { endServer, exampleFolder, startAlone, startEditor } from "./client.ts";

afterAll(endServer);

/** A piece of the text is replaced: by nothing, by itself twice, or by what somebody half typed. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  length: fc.nat(30),
  text: fc.constantFrom("", "x", "{", "}", "\n", '"', "core ", "/// a", "interface Q {", "\u{1f525}"),
  isTaken: fc.boolean(),
});

test("after any changes the same is said as by a fresh server, and nothing ends it", async () => {
  const [worn, fresh] = await Promise.all([folderOf(), folderOf()].map(startAlone));
  if (worn === undefined || fresh === undefined) throw new Error("there are two");
  await worn.open("block.skerry");
  const original = worn.textOf("block.skerry");
  const edits = fc.sample(edit, { numRuns: changes, seed: 7 });
  let text = original;
  for (const [turn, { at, length, text: typed, isTaken }] of edits.entries()) {
    const start = Math.floor(at * text.length);
    text = text.slice(0, start) + typed + text.slice(isTaken ? start + length : start);
    if (turn % 12 === 11) text = original;
    const said = await worn.write("block.skerry", text);
    if (turn % 10 !== 9) continue;
    expect(said.map(short)).toEqual((await fresh.open(`other${turn}.skerry`, text)).map(short));
    await fresh.connection.sendNotification("textDocument/didClose", {
      textDocument: { uri: fresh.uriOf(`other${turn}.skerry`) },
    });
  }
  expect(await worn.write("block.skerry", original)).toEqual([]);
});

const changes = 36;

/** Only what an interface needs, so that judging it takes no time. */
function folderOf(): string {
  const folder = exampleFolder("hotos09");
  for (const name of ["machine", "system"]) unlinkSync(path.join(folder, `${name}.skerry`));
  return folder;
}

function short({ code, range, message }: Diagnostic): readonly unknown[] {
  return [code, range, message];
}

test("two folders are two descriptions, and what others write to the disk is read", async () => {
  const [first, second] = [exampleFolder("hotos09"), exampleFolder("hotos09")];
  const [here, there] = [await startEditor(first), await startEditor(second)];
  expect(await here.open("system.skerry")).toEqual([]);
  expect(await there.open("system.skerry")).toEqual([]);
  const block = path.join(second, "block.skerry");
  const uri = there.uriOf("block.skerry");
  const tell = (type: number) =>
    there.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] });
  unlinkSync(block);
  await tell(3);
  expect(await there.heard("system.skerry", (faults) => faults.length > 0)).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining("block") }),
  );
  expect(here.diagnosticsOf("system.skerry")).toEqual([]);
  await here.open("block.skerry");
  writeFileSync(block, here.textOf("block.skerry"));
  await tell(1);
  expect(await there.heard("system.skerry", (faults) => faults.length === 0)).toEqual([]);
});
