import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { attributeTables } from "../../src/resolve/hardware/attribute-tables.ts";
import { unitNames } from "../../src/resolve/units.ts";
import { positionAt } from "../../src/source/source-file.ts";
import { format } from "../../src/syntax/format.ts";
import { parse } from "../../src/syntax/parse.ts";
import { keywordTypes } from "../../src/syntax/tokens.ts";
import { textHost } from "../plan/example-host.ts";

const reference = readFileSync(new URL("../../dsl/reference.md", import.meta.url), "utf8");
const source = { path: "dsl/reference.md", text: reference };

/** The fenced examples: each a whole description. */
const examples = [...reference.matchAll(/^```skerry\n([\s\S]*?)^```$/gm)].map((match) => ({
  line: positionAt(source, match.index).line,
  text: match[1] ?? "",
}));

describe("dsl/reference.md", () => {
  it.each(examples)("has a description at line $line that compiles", (example) => {
    const host = textHost({ "example.skerry": example.text });
    expect(compile(["example.skerry"], host).diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  it.each(examples)("has an example at line $line in canonical form", ({ text }) => {
    const example = { path: "example.skerry", text };
    expect(parse(example).diagnostics.map(({ message }) => message)).toEqual([]);
    expect(format(example).product).toBe(text);
  });

  it("shows every keyword in an example", () => {
    const shown = new Set(examples.flatMap(({ text }) => text.match(/\w+/g) ?? []));
    expect([...keywordTypes.keys()].filter((keyword) => !shown.has(keyword))).toEqual([]);
  });

  it("lists every attribute with what it means", () => {
    const rows = Object.values(attributeTables).flatMap((table) =>
      Object.entries(table).map(([name, { example, meaning }]) => {
        const written = example === "" ? name : `${name} ${example}`;
        return `| \`${written}\` | ${meaning} |`;
      }),
    );
    expect(rows.filter((row) => !reference.includes(row))).toEqual([]);
  });

  it("lists every unit", () => {
    const listed = new Set([...reference.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text));
    expect(unitNames().filter((unit) => !listed.has(unit))).toEqual([]);
  });
});
