import { describe, expect, it } from "vitest";
import { renderEbnf } from "./ebnf.ts";
import { renderPage } from "./railroad.ts";
import { readKeywords, readRules, readTokens } from "./terms.ts";

describe("the generated descriptions of the grammar", () => {
  it("has the parser's rules in dsl/grammar.ebnf", async () => {
    const text = renderEbnf(readRules(), readTokens(), readKeywords());
    await expect(text).toMatchFileSnapshot("../../../dsl/grammar.ebnf");
  });

  it("draws the parser's rules in dsl/diagrams", async () => {
    const page = renderPage(readRules());
    expect(page).not.toMatch(/src=|url\(|@import|<script|href="(?!#)/);
    await expect(page).toMatchFileSnapshot("../../../dsl/diagrams/index.html");
  });

  it("reaches every rule of the parser from the top", () => {
    const names = readRules().map(({ name }) => name);
    expect(names[0]).toBe("file");
    expect(names).toContain("usesClause");
    expect(new Set(names).size).toBe(names.length);
  });
});
