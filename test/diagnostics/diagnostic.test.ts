import { expect, test } from "vitest";
import { define, diagnose } from "../../src/diagnostics/diagnostic.ts";

const unknown = define<{ readonly name: string }>({
  ...{ code: "SK9999", severity: "error", title: "unknown", explanation: "" },
  message: ({ name }) => `there is no ${name}`,
});
const span = { source: { path: "a.skerry", text: "a" }, start: 0, end: 1 };

test("a name that nobody would read to its end is cut in every sentence, its text in a fix is not", () => {
  const name = "a".repeat(10_000_000);
  const fix = { title: `write ${name}`, edits: [{ span, text: name }] };
  const found = diagnose(unknown, span, { name }, { related: [{ span, message: `${name} is here` }], fixes: [fix] });
  const short = `${"a".repeat(32)}…`;
  expect(found.message).toBe(`there is no ${short}`);
  expect(found.related).toEqual([{ span, message: `${short} is here` }]);
  expect(found.fixes).toEqual([{ title: `write ${short}`, edits: fix.edits }]);
});

test("a name of 128 letters is left as it is", () => {
  const name = "a".repeat(128);
  expect(diagnose(unknown, span, { name }).message).toBe(`there is no ${name}`);
});
