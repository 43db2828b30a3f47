import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderJson } from "../../src/diagnostics/render-json.ts";

const source = { path: "machine.skerry", text: "core a\ncore a\n" };
const first = { source, start: 5, end: 6 };
const second = { source, start: 12, end: 13 };

test("gives every place as line, column and offset", () => {
  const diagnostic: Diagnostic = {
    code: "SK9999",
    severity: "error",
    message: "a is declared twice",
    span: second,
    related: [{ span: first, message: "first here" }],
    fixes: [{ title: "rename it", edits: [{ span: second, text: "b" }] }],
  };
  const place = {
    file: "x/machine.skerry",
    start: { line: 2, column: 6, offset: 12 },
    end: { line: 2, column: 7, offset: 13 },
  };
  expect(renderJson([diagnostic], (path) => `x/${path}`)).toEqual([
    {
      code: "SK9999",
      severity: "error",
      message: "a is declared twice",
      ...place,
      related: [
        {
          message: "first here",
          file: "x/machine.skerry",
          start: { line: 1, column: 6, offset: 5 },
          end: { line: 1, column: 7, offset: 6 },
        },
      ],
      fixes: [{ title: "rename it", edits: [{ ...place, text: "b" }] }],
    },
  ]);
});
