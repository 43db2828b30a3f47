/**
 * What somebody waits for who writes: the language server over a description of 10,000 lines in one file, through the
 * protocol, by the clock. The limit of what it costs after a keystroke is to be told anything at all: what a server with a
 * file of one line takes.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Diagnostic } from "vscode-languageserver/node";
import { type BenchRow, median } from "../row.ts";
import { describeAtLength } from "./description.ts";
import { Server } from "./server.ts";

const lines = 10_000;
const openings = 3;
const keystrokes = 15;
/** Long enough, in milliseconds, that everything has been judged and the machine is still. */
const rest = 1500;

export async function run(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-bench-"));
  try {
    writeFileSync(path.join(folder, "s.ts"), "export {};\n");
    return await measure(folder, describeAtLength(lines));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, text: string): Promise<readonly BenchRow[]> {
  const short = "interface Short {\n  call read(at: u32)\n}\n";
  const [cold, warm, coldShort, warmShort] = [[], [], [], []] as [number[], number[], number[], number[]];
  for (let turn = 0; turn < openings; turn++) {
    cold.push(await openNew(folder, text, false));
    coldShort.push(await openNew(folder, short, false));
    warm.push(await openNew(folder, text, true));
    warmShort.push(await openNew(folder, short, true));
  }
  const far = await write(folder, text, "offset: u32", 70);
  const served = await write(folder, text, "offset: u32", 3);
  const bare = await write(folder, short, "at: u32", 0);
  const ten = `${lines.toLocaleString("en")} lines`;
  return [
    row(`first diagnostics of ${ten} opened right after the start; limit: of 3 lines`, cold, coldShort),
    row(`the same after half a second of idling`, warm, warmShort),
    row(`diagnostics after a keystroke in an interface, in ${ten}; limit: in 3 lines`, far.heard, bare.heard),
    row(`the same in an interface that a system serves`, served.heard, bare.heard),
    ...[...questions.keys()].map((what) => {
      const [answered, limit] = [far, bare].map((written) => written.answered.get(what) ?? []);
      return row(`${what} right after a keystroke, in ${ten}; limit: in 3 lines`, answered ?? [], limit ?? []);
    }),
  ];
}

function row(what: string, times: readonly number[], limits: readonly number[]): BenchRow {
  const [skerry, limit] = [median(times), median(limits)];
  return { what, unit: "ms", skerry, limit, peers: {}, ratioToLimit: skerry / limit };
}

async function openNew(folder: string, text: string, isRested: boolean): Promise<number> {
  const server = await Server.start(process.cwd(), path.join(folder, "long.skerry"));
  if (isRested) await pause(500);
  const began = performance.now();
  await server.open(text);
  const time = performance.now() - began;
  server.end();
  return time;
}

/** What editors ask of their own accord while somebody writes, and by which request. */
const questions: ReadonlyMap<string, string> = new Map([
  ["completion", "completion"],
  ["hover", "hover"],
  ["definition", "definition"],
  ["quick fixes", "codeAction"],
  ["outline", "documentSymbol"],
  ["folding", "foldingRange"],
  ["colours of names and words", "semanticTokens/full"],
]);

interface Written {
  readonly heard: readonly number[];
  /** By question, one after the other behind each keystroke. */
  readonly answered: ReadonlyMap<string, readonly number[]>;
}

/** Breaks the type of a field and mends it again, one letter at a time, in the so-and-so-many-th place that reads `before`. */
async function write(folder: string, text: string, before: string, nth: number): Promise<Written> {
  const server = await Server.start(process.cwd(), path.join(folder, "long.skerry"));
  await server.open(text);
  const heard: number[] = [];
  const answered = new Map<string, number[]>([...questions.keys()].map((what) => [what, []]));
  const end = endOf(text, before, nth);
  for (const method of questions.values()) await server.ask(`textDocument/${method}`, end);
  for (let turn = 0; turn < keystrokes; turn++) {
    // As after a person has thought for a moment.
    if (turn % 4 === 0) await pause(rest);
    const broken = turn % 2 === 0;
    const range = { start: end, end: broken ? end : { ...end, character: end.character + 1 } };
    const began = performance.now();
    await server.write(range, broken ? "x" : "", (diagnostics) => broken === diagnostics.some(isUnknown));
    heard.push(performance.now() - began);
    for (const [what, method] of questions) {
      const asked = performance.now();
      await server.ask(`textDocument/${method}`, end);
      answered.get(what)?.push(performance.now() - asked);
    }
  }
  server.end();
  return { heard, answered };
}

function isUnknown({ message }: Diagnostic): boolean {
  return typeof message === "string" && message.includes("`u32x`");
}

function endOf(text: string, before: string, nth: number): { readonly line: number; readonly character: number } {
  const found = [...text.matchAll(new RegExp(before, "g"))][nth];
  const above = text.slice(0, (found?.index ?? 0) + before.length).split("\n");
  return { line: above.length - 1, character: above.at(-1)?.length ?? 0 };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
