import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderCount, renderText } from "../../src/diagnostics/render-text.ts";
import type { SourceFile, Span } from "../../src/source/source-file.ts";

const plain = { colours: false };

function source(text: string, path = "machine.skerry"): SourceFile {
  return { path, text };
}

/** The span of the first occurrence of `part`. */
function at(file: SourceFile, part: string): Span {
  const start = file.text.indexOf(part);
  return { source: file, start, end: start + part.length };
}

function fault(span: Span, rest: Partial<Diagnostic> = {}): Diagnostic {
  return { code: "SK9999", severity: "error", message: "it is wrong", span, related: [], fixes: [], ...rest };
}

test("shows the place, the line and the caret", () => {
  const file = source("machine m {\n  port ht[3]\n}\n");
  expect(renderText([fault(at(file, "ht[3]"))], plain)).toBe(
    `machine.skerry:2:8: error SK9999: it is wrong
  2 |   port ht[3]
    |        ^^^^^
`,
  );
});

test("shows the other party with a frame of its own, then the way out", () => {
  const file = source(`${"\n".repeat(98)}link a -- b\nlink a -- c\n`);
  const other = source("core b\n", "parts.skerry");
  const diagnostic = fault(at(file, "a -- c"), {
    related: [
      { span: at(file, "a -- b"), message: "first used here" },
      { span: at(other, "b"), message: "declared here" },
    ],
    fixes: [{ title: "did you mean d?", edits: [] }],
  });
  expect(renderText([diagnostic], plain)).toBe(
    `machine.skerry:100:6: error SK9999: it is wrong
  100 | link a -- c
      |      ^^^^^^
  machine.skerry:99:6: note: first used here
   99 | link a -- b
      |      ------
  parts.skerry:1:6: note: declared here
    1 | core b
      |      -
      = help: did you mean d?
`,
  );
});

test("separates diagnostics by a blank line and prints nothing for none", () => {
  const file = source("a b\n");
  expect(renderText([], plain)).toBe("");
  const both = renderText([fault(at(file, "a")), fault(at(file, "b"), { severity: "warning" })], plain);
  expect(both.split("\n\n")).toHaveLength(2);
  expect(both).toContain("machine.skerry:1:3: warning SK9999");
});

test.each([
  ["a tab", "\tcore x", "x", "  1 |     core x\n    |          ^\n"],
  ["wide characters before it", "/* 核心 */ x", "x", "  1 | /* 核心 */ x\n    |            ^\n"],
  ["a wide character itself", "core 核", "核", "  1 | core 核\n    |      ^^\n"],
  ["a combining mark", "e\u0301 x", "x", "  1 | e\u0301 x\n    |   ^\n"],
  ["an emoji of several code points", "👩‍🚀 x", "x", "  1 | 👩‍🚀 x\n    |    ^\n"],
  ["an escape sequence", "\u001b[31m x", "x", "  1 | \\u{1b}[31m x\n    |            ^\n"],
  ["a carriage return at the end", "core x\r", "x", "  1 | core x\n    |      ^\n"],
])("keeps the caret under its text behind %s", (_, line, part, frame) => {
  const file = source(`${line}\n`);
  expect(renderText([fault(at(file, part))], plain)).toBe(
    `machine.skerry:1:${line.indexOf(part) + 1}: error SK9999: it is wrong\n${frame}`,
  );
});

test("points behind the end of a file", () => {
  const file = source("machine m {\n");
  const end = { source: file, start: file.text.length, end: file.text.length };
  expect(renderText([fault(end)], plain)).toBe("machine.skerry:2:1: error SK9999: it is wrong\n  2 |\n    | ^\n");
});

test("an empty file has a place too", () => {
  const empty = source("");
  expect(renderText([fault({ source: empty, start: 0, end: 0 })], plain)).toContain("machine.skerry:1:1: error");
});

test("underlines the first line of a span that goes on, and says where it ends", () => {
  const file = source("machine m {\n  port a\n}\n");
  expect(renderText([fault({ source: file, start: 0, end: file.text.length - 1 })], plain)).toContain(
    "  1 | machine m {\n    | ^^^^^^^^^^^ … to line 3\n",
  );
});

test("clips a long line around the span", () => {
  const file = source(`${"a".repeat(5000)} here ${"b".repeat(5000)}\n`);
  const [, line, mark] = renderText([fault(at(file, "here"))], plain).split("\n");
  expect(line).toMatch(/^ {2}1 \| …a+ here b+…$/);
  expect(line?.length).toBeLessThan(130);
  expect(mark?.indexOf("^")).toBe(line?.indexOf("here"));
});

test("never splits a character when it clips", () => {
  const file = source(`x${"😀".repeat(300)}here${"😀".repeat(300)}\n`);
  expect(renderText([fault(at(file, "here"))], plain).isWellFormed()).toBe(true);
});

test("colours only when asked to, and the text under them is the same", () => {
  const file = source("core x\n");
  const diagnostics = [fault(at(file, "x"), { related: [{ span: at(file, "core"), message: "here" }] })];
  const coloured = renderText(diagnostics, { colours: true });
  expect(coloured).toContain("\u001b[");
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(renderText(diagnostics, plain));
});

test("names files as the reader is to see them", () => {
  const file = source("core x\n");
  const showPath = (path: string) => `examples/${path}`;
  expect(renderText([fault(at(file, "x"))], { colours: false, showPath })).toMatch(/^examples\/machine\.skerry:1:6: /);
});

test("counts by severity", () => {
  const file = source("x\n");
  const diagnostics = (["error", "warning", "error"] as const).map((severity) => fault(at(file, "x"), { severity }));
  expect(renderCount(diagnostics)).toBe("2 errors, 1 warning");
  expect(renderCount([])).toBeNull();
});
