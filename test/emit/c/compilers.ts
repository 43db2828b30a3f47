/** The compilers that tests try generated C with, and what runs what they make. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { codecHeader } from "../../../src/emit/c/codec-header.ts";
import { printInterfaceHeader } from "../../../src/emit/c/interface-header.ts";
import { kernelHeader } from "../../../src/emit/c/kernel-header.ts";
import { nameInterfaces } from "../../../src/emit/c/names.ts";
import type { PlanInterface } from "../../../src/plan/plan.ts";

export const strict = "-Wall -Wextra -Wpedantic -Wconversion -Werror";

/** One kind of machine: how programs for it are compiled and run. */
export interface Target {
  readonly name: string;
  readonly compiler: readonly string[];
  readonly runner: readonly string[];
  /** What makes a program of objects; left out: the compiler. */
  readonly linker?: readonly string[];
  /** Debian packages that it needs. */
  readonly packages: string;
}

/** Word sizes of 64 and 32 bits, little- and big-endian. */
export const targets: readonly Target[] = [
  { name: "64 bits, little-endian", compiler: ["gcc"], runner: [], packages: "gcc libc6-dev" },
  {
    name: "32 bits, little-endian",
    compiler: ["i686-linux-gnu-gcc", "-static"],
    runner: [],
    packages: "gcc-i686-linux-gnu libc6-dev-i386-cross",
  },
  {
    name: "32 bits, big-endian",
    compiler: ["powerpc-linux-gnu-gcc", "-static"],
    runner: ["qemu-ppc"],
    packages: "gcc-powerpc-linux-gnu libc6-dev-powerpc-cross qemu-user",
  },
];

/** Milliseconds that a compiler or a program has: while one is waited for, tests have no time limit. */
export const timeout = 120_000;

const found = new Map<string, boolean>();

export function has(program: string): boolean {
  const known = found.get(program) ?? spawnSync(program, ["--version"]).error === undefined;
  found.set(program, known);
  return known;
}

const sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/**
 * Natively, where every access outside of a message and every undefined operation ends the program. clang takes a third of
 * the time of gcc, which links: Debian has the libraries of sanitizers with it.
 */
export const guarded: Target = {
  name: "under sanitizers",
  compiler: [has("clang") ? "clang" : "gcc", ...sanitizers],
  runner: [],
  linker: ["gcc", ...sanitizers],
  packages: "gcc libc6-dev",
};

export function hasTarget({ compiler, runner }: Target): boolean {
  return [...compiler.slice(0, 1), ...runner.slice(0, 1)].every(has);
}

/** A folder with the headers of some interfaces, taken away when the test is over. */
export function placeHeaders(plans: readonly PlanInterface[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-c-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = nameInterfaces(plans);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "skerry-codec.h"), codecHeader);
  writeFileSync(path.join(folder, "skerry.h"), kernelHeader);
  plans.forEach((_, index) => {
    writeFileSync(path.join(folder, headerName(index)), printInterfaceHeader(index, { plans, names }));
  });
  return folder;
}

export function headerName(index: number): string {
  return `interface-${index}.h`;
}

/** What is said of a program that is to be made; nothing when all is well. */
export function build(
  folder: string,
  target: Target,
  options: readonly string[],
  text: string,
  program: string,
): string {
  const { compiler, linker } = target;
  const all = [...compiler, ...options];
  if (linker === undefined) return compile(folder, all, text, ["-o", program]);
  const object = `${program}.o`;
  const said = compile(folder, all, text, ["-c", "-o", object]);
  return said === "" ? complaintOf(linker, [object, "-o", program]) : said;
}

/** What a compiler says of a file; nothing when all is well. */
export function compile(folder: string, compiler: readonly string[], text: string, output: readonly string[]): string {
  const extension = compiler[0] === "g++" ? "cpp" : "c";
  const file = path.join(folder, `program.${extension}`);
  writeFileSync(file, text);
  return complaintOf(compiler, [`-I${folder}`, file, ...output]);
}

function complaintOf([command = "", ...options]: readonly string[], words: readonly string[]): string {
  const run = spawnSync(command, [...options, ...words], { encoding: "utf8", timeout });
  if (run.error !== undefined) throw run.error;
  return run.status === 0 && run.stderr === "" ? "" : run.stderr.slice(0, 4000) || `exit code ${run.status}`;
}
