/** The kernel for bare metal includes in one direction, as `dsl/reference.md` lists its folders. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { kernelFolder } from "../kernel/sources.ts";

/** Each includes only what stands before it, and itself. */
const order = ["blob", "boards", "membership", "agreement", "channel", "programs", "state", "control", "boot"];

/** What a room does without, though it stands before. */
const without: Readonly<Record<string, readonly string[]>> = {
  // Who takes part is agreed on by messages; what messages go over is another's affair.
  membership: ["boards"],
  // Frames know of nobody's protocol.
  channel: ["agreement"],
  programs: ["agreement"],
  boot: ["agreement", "membership"],
};

/** What a room asks of those above it: its headers declare it, they define it. What programs are promised all rooms keep. */
const asked: Readonly<Record<string, readonly string[]>> = {
  boards: ["kernel_begin", "kernel_boot", "kernel_trapped"],
  membership: ["kernel_excluded", "kernel_memory", "kernel_quorum_changed", "kernel_view_agreed", "monitor_send"],
  channel: ["kernel_deliver", "kernel_die", "kernel_print", "kernel_ring_host"],
};

interface Include {
  readonly file: string;
  readonly included: string;
}

const files = readdirSync(kernelFolder, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => /\.[chS]$/.test(file));

/** In the folder of the including file, or from the kernel's on. */
function includesOf(file: string): readonly Include[] {
  const beside = path.posix.dirname(file);
  const named = readFileSync(path.join(kernelFolder, file), "utf8").matchAll(/^#include "([^"]+)"/gm);
  return [...named].map(([, name = ""]) => {
    const near = path.posix.join(beside, name);
    return { file, included: files.includes(near) ? near : name };
  });
}

const all = files.flatMap(includesOf);
const roomOf = (file: string): string => file.split("/")[0] ?? "";

test("reads the includes of the whole kernel, each of a file that is there", () => {
  expect([...new Set(files.map(roomOf))].sort()).toEqual([...order].sort());
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(({ included }) => !files.includes(included))).toEqual([]);
});

test.each(order)("%s includes only rooms before it", (room) => {
  const allowed = order.slice(0, order.indexOf(room) + 1).filter((each) => !without[room]?.includes(each));
  const wrong = all.filter(({ file, included }) => roomOf(file) === room && !allowed.includes(roomOf(included)));
  expect(wrong).toEqual([]);
});

test("within a room headers do not include each other in circles", () => {
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    all
      .filter(({ file }) => file === from)
      .some(({ included }) => included === to || (!seen.has(included) && reaches(included, to, seen.add(included))));
  expect(files.filter((file) => file.endsWith(".h") && reaches(file, file, new Set()))).toEqual([]);
});

/** Of functions that begin a line: those with a semicolon behind them are declared, the others defined. */
function functionsIn(file: string, end: ";" | "{"): readonly string[] {
  const text = readFileSync(path.join(kernelFolder, file), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  const found = text.matchAll(/^(?!static|typedef|struct \w+ \{)[\w][\w \n*]*?\b(\w+)\(([^;{}]*)\) ?([;{])/gm);
  return [...found].filter(([, , , after]) => after === end).map(([, name = ""]) => name);
}

function labelsIn(file: string): readonly string[] {
  return [...readFileSync(path.join(kernelFolder, file), "utf8").matchAll(/^(\w+):/gm)].map(([, name = ""]) => name);
}

test.each(order)("what headers of %s declare it defines, but for what it asks of those above", (room) => {
  const own = files.filter((file) => roomOf(file) === room);
  const declared = own.filter((file) => file.endsWith(".h")).flatMap((file) => functionsIn(file, ";"));
  const defined = new Set(own.flatMap((file) => (file.endsWith(".S") ? labelsIn(file) : functionsIn(file, "{"))));
  const missing = declared.filter((name) => !defined.has(name) && !name.startsWith("skerry_"));
  expect(missing.sort()).toEqual(asked[room] ?? []);
});
