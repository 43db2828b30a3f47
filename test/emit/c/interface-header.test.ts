import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kernelHeader } from "../../../src/emit/c/kernel-header.ts";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { arbitraryUploadingInterface } from "../arbitrary-interface.ts";
import { block, everything } from "../interface-plans.ts";
import { compile, has, headerName, placeHeaders, strict } from "./compilers.ts";

const freestanding = "-ffreestanding -nostdlib -c -o /dev/null";
const dialects: readonly (readonly [name: string, command: string])[] = [
  ["gcc", `gcc -std=c11 ${strict} -Wcast-align=strict ${freestanding}`],
  [
    "gcc, optimised and without floating-point registers",
    `gcc -std=c11 ${strict} -O2 -mgeneral-regs-only ${freestanding}`,
  ],
  ["clang", `clang -std=c11 ${strict} -Wcast-align ${freestanding}`],
  ["gcc for 32 bits", `i686-linux-gnu-gcc -std=c11 ${strict} ${freestanding}`],
  ["gcc for big-endian", `powerpc-linux-gnu-gcc -std=c11 ${strict} -Wcast-align=strict ${freestanding}`],
  ["g++", `g++ -std=c++17 ${strict} -fsyntax-only`],
];

/** In one program, so that nothing in one clashes with another. */
function includeAll(plans: readonly PlanInterface[]): string {
  return `${plans.map((_, index) => `#include "${headerName(index)}"\n`).join("")}extern int skerry_nothing;\n`;
}

describe.each(dialects)("%s", (_, command) => {
  const compiler = command.split(" ");
  test.skipIf(!has(compiler[0] ?? ""))("takes generated headers without a warning", { timeout: 120_000 }, () => {
    const plans = [block, everything, ...fc.sample(arbitraryUploadingInterface, { numRuns: 8, seed: 42 })];
    expect(compile(placeHeaders(plans), compiler, includeAll(plans), [])).toBe("");
  });
});

test("the header of the kernel is the kernel's own; SKERRY_RECORD=1 takes it anew", () => {
  const own = readFileSync(new URL("../../../src/kernel/programs/skerry.h", import.meta.url), "utf8");
  if (process.env["SKERRY_RECORD"] === "1") record(own);
  else expect(kernelHeader).toBe(own);
});

function record(text: string): void {
  const file = new URL("../../../src/emit/c/kernel-header.ts", import.meta.url);
  const [head = ""] = readFileSync(file, "utf8").split("export const kernelHeader =");
  const lines = text.split("\n").map((line) => `  ${printString(line)},\n`);
  writeFileSync(file, `${head}export const kernelHeader = [\n${lines.join("")}].join("\\n");\n`);
}

/** As the formatter has them. */
function printString(line: string): string {
  return line.includes('"') ? `'${line.replaceAll("\\", "\\\\")}'` : JSON.stringify(line);
}
