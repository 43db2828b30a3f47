import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { beforeAll, describe, expect, it } from "vitest";
import { createOnigScanner, createOnigString, loadWASM } from "vscode-oniguruma";
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from "vscode-textmate";
import { keywords } from "../../../src/syntax/tokens.ts";
import { buildGrammar } from "./grammar.ts";
import { rolesOf } from "./roles.ts";

const root = new URL("../../../", import.meta.url);
const written = "dsl/editor/vscode/syntaxes/skerry.tmLanguage.json";
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

/** By where it stands: every description of the repository that has no faults. */
const texts = [
  ...["dsl/prelude", ...readdirSync(new URL("examples", root)).map((name) => `examples/${name}`)].flatMap((folder) =>
    readdirSync(new URL(folder, root))
      .filter((name) => name.endsWith(".skerry"))
      .map((name) => ({ path: `${folder}/${name}`, text: read(`${folder}/${name}`) })),
  ),
  ...[...read("dsl/reference.md").matchAll(/^```skerry\n([\s\S]*?)^```$/gm)].map(([, text = ""], at) => ({
    path: `dsl/reference.md, example ${at + 1}`,
    text,
  })),
];

let grammar: IGrammar;

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await loadWASM(new Uint8Array(readFileSync(wasm)).buffer);
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => parseRawGrammar(JSON.stringify(buildGrammar()), "skerry.json"),
  });
  const loaded = await registry.loadGrammar("source.skerry");
  if (loaded === null) throw new Error("the grammar is not read");
  grammar = loaded;
});

/** The scopes of each character of a text. */
function scopesOf(text: string): readonly (readonly string[])[] {
  const scopes: (readonly string[])[] = [];
  let state = INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    for (const { startIndex, endIndex, scopes: own } of tokens) {
      for (let at = startIndex; at < Math.min(endIndex, line.length); at++) scopes.push(own);
    }
    scopes.push([]);
    state = ruleStack;
  }
  return scopes;
}

describe("the TextMate grammar", () => {
  it("is the one that is made of the compiler's own words", async () => {
    await expect(`${JSON.stringify(buildGrammar(), null, 2)}\n`).toMatchFileSnapshot(`../../../${written}`);
  });

  it("knows every keyword", () => {
    const shown = new Set(read(written).match(/[a-z]+/g));
    expect(Object.keys(keywords).filter((keyword) => !shown.has(keyword))).toEqual([]);
  });

  it("finds its way again at the next declaration, whatever was left unfinished before", () => {
    const [unfinished, whole] = [read("examples/hotos09/block.skerry"), read("examples/torus/machine.skerry")];
    const wanted = scopesOf(whole).map((all) => all.at(-1));
    for (let length = 0; length < unfinished.length; length += 101) {
      const before = `${unfinished.slice(0, length)}\n`;
      expect(
        scopesOf(before + whole)
          .slice(before.length)
          .map((all) => all.at(-1)),
      ).toEqual(wanted);
    }
  });

  it.each(texts)("gives every token of $path a scope of its class, and splits none", ({ path, text }) => {
    const scopes = scopesOf(text);
    const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
    const wrong = rolesOf({ path, text }).flatMap(({ image, start, end, scope }) => {
      const here = scopes.slice(start, end).map((all) => (image.startsWith('"') ? (all[1] ?? "") : (all.at(-1) ?? "")));
      const fits = here.every((own) => scope.test(own)) && new Set(here).size === 1;
      return fits ? [] : [`${lineOf(start)}: ${image} is ${[...new Set(here)].join(" and ")}, not ${scope}`];
    });
    expect(wrong).toEqual([]);
    expect(scopes.flat().filter((scope) => scope.includes("invalid"))).toEqual([]);
  });
});
