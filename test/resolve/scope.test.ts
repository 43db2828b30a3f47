import { describe, expect, test } from "vitest";
import type { Fix } from "../../src/diagnostics/diagnostic.ts";
import { describeText, printAll } from "./described.ts";

const faults = (text: string, others: Readonly<Record<string, string>> = {}) =>
  printAll(describeText(text, others).diagnostics);

/** The text after a fix; edits of one fix do not overlap. */
function mended(text: string, fix: Fix | undefined): string {
  const edits = [...(fix?.edits ?? [])].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce((now, { span, text: put }) => now.slice(0, span.start) + put + now.slice(span.end), text);
}

describe("names", () => {
  test("are visible where they are declared and where that file is used", () => {
    const others = { "b.skerry": "isa x { }" };
    expect(faults('use "./b"\nmachine m { core c: x }', others)).toEqual([]);
  });

  test("are not passed on", () => {
    const others = { "b.skerry": 'use "./c"', "c.skerry": "isa x { }" };
    const text = 'use "./b"\nmachine m { core c: x }';
    expect(faults(text, others)).toEqual([
      "a.skerry:2:21 SK2101 `x` is declared in `c.skerry`, which this file does not use",
    ]);
  });

  test("that are hidden come with the fix that makes them visible", () => {
    const others = { "b.skerry": 'use "./deep/c"', "deep/c.skerry": "isa x { }" };
    const text = 'use "./b"\nmachine m { core c: x }';
    const [fault] = describeText(text, others).diagnostics;
    expect(fault?.fixes.map(({ title }) => title)).toEqual(['add `use "./deep/c"`']);
    expect(faults(mended(text, fault?.fixes[0]), others)).toEqual([]);
  });

  test("that are misspelt come with the fix that mends them", () => {
    const text = 'use "prelude/amd64"\nmachine m { core c: adm64 }';
    const [fault] = describeText(text).diagnostics;
    expect(fault?.message).toBe("there is no instruction set `adm64`; did you mean `amd64`?");
    expect(faults(mended(text, fault?.fixes[0]))).toEqual([]);
  });

  test("of another kind are said to be so", () => {
    expect(faults('use "prelude/amd64"\npart amd6 { }\nmachine m { core c: amd6 }')).toEqual([
      "a.skerry:3:21 SK2103 `amd6` is a part, but an instruction set is wanted here; did you mean `amd64`?",
    ]);
  });

  test("declared twice in one file name both places", () => {
    const [fault] = describeText("isa x { }\ninterconnect x { }").diagnostics;
    expect(fault?.message).toBe(
      "the interconnect `x` is declared a second time: a.skerry:1:5 has an instruction set of that name",
    );
    expect(fault?.related).toHaveLength(1);
  });

  test("declared in two used files clash where both are visible", () => {
    const others = { "b.skerry": "isa x { }", "c.skerry": "isa x { }" };
    expect(faults('use "./b"\nuse "./c"', others)).toEqual([
      "c.skerry:1:5 SK2102 the instruction set `x` is declared a second time: b.skerry:1:5 has an instruction set of that name",
    ]);
  });

  test("may be the same in files that do not see each other", () => {
    const others = { "b.skerry": 'use "./c"\nisa x { }', "c.skerry": 'use "./d"\nisa y { }', "d.skerry": "isa x { }" };
    expect(faults('use "./b"', others)).toEqual([]);
  });

  test("of machines, interfaces and systems differ in all of a description", () => {
    const others = { "b.skerry": 'use "./c"', "c.skerry": "isa x { }\nmachine m { core c: x }" };
    expect(faults('use "./b"\nuse "prelude/amd64"\nmachine m { core c: amd64 }', others)).toEqual([
      "c.skerry:2:9 SK2102 the machine `m` is declared a second time: a.skerry:3:9 has a machine of that name",
    ]);
  });

  test("that a missing file may declare are not reported on top of it", () => {
    expect(faults('use "./gone"\nmachine m { core c: riscv }').map((line) => line.slice(0, 23))).toEqual([
      "a.skerry:1:5 SK2001 the",
    ]);
  });
});
