import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile, has, headerName, placeHeaders, strict } from "./compilers.ts";
import { planInterfaces } from "./messages.ts";

test.skipIf(!has("gcc"))("the program in the reference compiles against the interface above it", () => {
  const reference = readFileSync(new URL("../../../dsl/reference.md", import.meta.url), "utf8");
  const [, section = ""] = reference.split("\n### In C\n");
  const text = /```skerry\n([\s\S]*?)```/.exec(section)?.[1] ?? "";
  const program = /```c\n([\s\S]*?)```/.exec(section)?.[1] ?? "";
  const folder = placeHeaders(planInterfaces(text));
  const compiler = `gcc -std=c11 ${strict} -ffreestanding -c -o /dev/null`.split(" ");
  expect(compile(folder, compiler, program.replace('"disk.h"', `"${headerName(0)}"`), [])).toBe("");
});
