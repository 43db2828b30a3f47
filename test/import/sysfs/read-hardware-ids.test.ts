import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describe } from "../../../src/import/sysfs/describe.ts";
import { compile } from "../../../src/pipeline.ts";
import { format } from "../../../src/syntax/format.ts";
import { textHost } from "../../plan/example-host.ts";
import { filesFromText, treeFromFiles } from "./tree-from-text.ts";

const recorded = readFileSync(join(import.meta.dirname, "fixtures", "two-sockets", "tree.txt"), "utf8");

/** Two sockets of four cores of two threads, in Linux's usual order; `idOf` gives what each CPU says. */
function describedWith(field: string, idOf: (cpu: number) => string): string {
  const files = new Map(filesFromText(recorded));
  const paragraphs = Array.from({ length: 16 }, (_, cpu) => `processor\t: ${cpu}\n${field}\t\t: ${idOf(cpu)}\n`);
  files.set("proc/cpuinfo", paragraphs.join("\n"));
  files.set("proc/sys/kernel/arch", field === "hart" ? "riscv64" : "x86_64");
  return describe(treeFromFiles(files), []).product ?? "";
}

/** The second socket begins at 32, and threads of a core follow each other. */
const apicId = (cpu: number): number => (cpu % 8 < 4 ? 0 : 32) + 2 * (cpu % 4) + (cpu < 8 ? 0 : 1);

function idsOf(text: string): readonly (number | null)[] {
  const { product, diagnostics } = compile(["machine.skerry"], textHost({ "machine.skerry": text }));
  expect(diagnostics).toEqual([]);
  return product.plan?.machine?.cores.map(({ hardwareId }) => hardwareId) ?? [];
}

test("cores have the id of their first thread, and sockets that differ in nothing else share a declaration", () => {
  const text = describedWith("apicid", (cpu) => `${apicId(cpu)}`);
  expect(text).toContain("os firstCpu + 1, id firstId + 2 {");
  expect(text).toContain("package p1: Package(firstCpu: 4, firstId: 32, firstNode: 1");
  expect(format({ path: "machine.skerry", text }).product).toBe(text);
  expect(idsOf(text)).toEqual([0, 2, 4, 6, 32, 34, 36, 38]);
});

test("harts have theirs", () => {
  expect(idsOf(describedWith("hart", (cpu) => `${15 - cpu}`))).toEqual([15, 14, 13, 12, 11, 10, 9, 8]);
});

test.each<readonly [string, (cpu: number) => string]>([
  ["not told of all", (cpu) => (cpu === 5 ? "" : `${apicId(cpu)}`)],
  ["the same twice", (cpu) => `${cpu === 5 ? 0 : apicId(cpu)}`],
  ["no numbers", () => "0x10"],
])("ids that are %s are none", (_, idOf) => {
  expect(idsOf(describedWith("apicid", idOf))).toEqual(Array.from({ length: 8 }, () => null));
});
