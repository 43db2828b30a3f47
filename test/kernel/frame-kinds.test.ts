import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { frameKind } from "../../src/runtime/kernel/frame.ts";

const kernel = fileURLToPath(new URL("../../src/kernel/", import.meta.url));
/** Of programs: no frame has it. */
const notSent = ["late", "lost"];

/** Names and numbers of an enumeration, its names without `prefix` and in the manner of TypeScript. */
function kindsIn(text: string, begin: RegExp, prefix: string): readonly (readonly [string, number])[] {
  const body = begin.exec(text)?.[1] ?? "";
  return [...body.matchAll(/(\w+) = (\d+)/g)].map(([, name = "", number]) => [
    name.slice(prefix.length).toLowerCase(),
    Number(number),
  ]);
}

test("kernels in C and in TypeScript number their frames alike", () => {
  const header = readFileSync(`${kernel}channel/frame_kinds.h`, "utf8");
  const kinds = [
    ...kindsIn(header, /enum \{ (HELLO = .*) \};/, ""),
    ...kindsIn(header, /enum \{ (CANCEL = .*) \};/, ""),
    ...kindsIn(header, /enum \{ (AGREE = .*) \};/, ""),
    ...kindsIn(readFileSync(`${kernel}programs/skerry.h`, "utf8"), /enum skerry_kind \{([^}]*)\}/, "SKERRY_"),
  ].filter(([name]) => !notSent.includes(name));
  const known: Readonly<Record<string, number>> = frameKind;
  expect(kinds.length).toBeGreaterThan(30);
  for (const [name, number] of kinds) expect([name, known[name]]).toEqual([name, number]);
});

test("no two kinds of frames have the same number", () => {
  const numbers = Object.values(frameKind);
  expect(new Set(numbers).size).toBe(numbers.length);
});
