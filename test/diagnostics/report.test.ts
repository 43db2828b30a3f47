import { describe, expect, test } from "vitest";
import { define, diagnose } from "../../src/diagnostics/diagnostic.ts";
import { createCollector } from "../../src/diagnostics/report.ts";
import type { SourceFile } from "../../src/source/source-file.ts";

const unknown = define<{ name: string }>({
  code: "SK9999",
  severity: "error",
  title: "a name that is not there",
  explanation: "For this test alone.",
  message: ({ name }) => `there is no ${name}`,
});

const machine: SourceFile = { path: "machine.skerry", text: "a b c d e f g h" };
const earlier: SourceFile = { path: "a.skerry", text: "a b c d e f g h" };

function mention(source: SourceFile, start: number, name: string) {
  const span = { source, start, end: start + 1 };
  return diagnose(unknown, span, { name }, { fixes: [{ title: "write `z`", edits: [{ span, text: "z" }] }] });
}

describe("what has one cause", () => {
  test("is told once, at its first place, with the count of the others", () => {
    const { report, diagnostics } = createCollector();
    for (const start of [8, 2, 6, 4, 0, 2]) report(mention(machine, start, "z"), "z");
    const [only, ...others] = diagnostics();
    expect(others).toEqual([]);
    expect(only?.message).toBe("there is no z (and so in 4 more places)");
    expect(only?.span.start).toBe(0);
    expect(only?.related.map(({ span }) => span.start)).toEqual([2, 4, 6]);
  });

  test("is mended in all places by one fix", () => {
    const { report, diagnostics } = createCollector();
    for (const start of [8, 2, 0]) report(mention(machine, start, "z"), "z");
    const fixes = diagnostics().flatMap((diagnostic) => diagnostic.fixes);
    expect(fixes.map(({ title }) => title)).toEqual(["write `z`"]);
    expect(fixes.flatMap(({ edits }) => edits.map(({ span }) => span.start))).toEqual([0, 2, 8]);
  });

  test("is told in the file where it was found first", () => {
    const { report, diagnostics } = createCollector();
    report(mention(machine, 4, "z"), "z");
    report(mention(earlier, 0, "z"), "z");
    report(mention(machine, 2, "z"), "z");
    expect(diagnostics().map(({ span }) => [span.source.path, span.start])).toEqual([["machine.skerry", 2]]);
  });

  test("is not what has another, or none", () => {
    const { report, diagnostics } = createCollector();
    report(mention(machine, 0, "z"), "z");
    report(mention(machine, 2, "y"), "y");
    report(mention(machine, 4, "x"));
    report(mention(machine, 6, "x"));
    expect(diagnostics().map(({ message }) => message)).toEqual([
      "there is no z",
      "there is no y",
      "there is no x",
      "there is no x",
    ]);
  });
});
