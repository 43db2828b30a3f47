import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SourceFile } from "../../src/source/source-file.ts";
import { format } from "../../src/syntax/format.ts";
import { lex } from "../../src/syntax/lex.ts";
import { parse } from "../../src/syntax/parse.ts";
import { file, withoutSpans } from "./arbitrary-file.ts";
import { spellFile } from "./spell-file.ts";

const sourceOf = (text: string): SourceFile => ({ path: "any.skerry", text });

/** A tree and a text that spells it. */
const spelt = fc.tuple(file, fc.array(fc.nat(1_000_000), { minLength: 64, maxLength: 256 })).map(([tree, numbers]) => {
  let at = 0;
  return { tree, text: spellFile(tree, (bound) => (numbers[at++ % numbers.length] ?? 0) % bound) };
});

const canonical = (text: string): string => {
  const { product, diagnostics } = format(sourceOf(text));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return product ?? "";
};

const commentsOf = (text: string) => lex(sourceOf(text), 0).comments.map(({ image }) => image.trimEnd());

describe("any description", () => {
  it("parses to the tree it was spelt from, whatever its layout", () => {
    fc.assert(
      fc.property(spelt, ({ tree, text }) => {
        const { product, diagnostics } = parse(sourceOf(text));
        expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        expect(withoutSpans(product)).toEqual(tree);
      }),
      { numRuns: 300 },
    );
  });

  it("survives format → parse", () => {
    fc.assert(
      fc.property(spelt, ({ text }) => {
        const before = withoutSpans(parse(sourceOf(text)).product);
        const after = withoutSpans(parse(sourceOf(canonical(text))).product);
        expect(after.declarations).toEqual(before.declarations);
        const paths = (uses: typeof after.uses) => uses.map(({ path }) => path.value).sort();
        expect(paths(after.uses)).toEqual(paths(before.uses));
      }),
      { numRuns: 300 },
    );
  });

  it("is its own canonical form once formatted", () => {
    fc.assert(
      fc.property(spelt, ({ text }) => {
        const once = canonical(text);
        expect(canonical(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps every comment, in order, when formatted", () => {
    fc.assert(
      fc.property(spelt, ({ text }) => {
        expect(commentsOf(canonical(text))).toEqual(commentsOf(text));
      }),
      { numRuns: 200 },
    );
  });

  it("gives every node a span that covers its own text", () => {
    fc.assert(
      fc.property(spelt, ({ text }) => {
        const source = sourceOf(text);
        for (const { name, span } of parse(source).product.declarations) {
          expect(text.slice(name.span.start, name.span.end)).toBe(name.text);
          expect(span.start).toBeLessThan(name.span.start);
          expect(text[span.end - 1]).toBe("}");
        }
      }),
      { numRuns: 100 },
    );
  });
});

// ───────────────────────────── mutations ─────────────────────────────

const snippet = fc.oneof(
  fc.constantFrom(
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ";",
    ",",
    "..",
    "->",
    "--",
    '"',
    "//",
    "///",
    "\n",
    "\0",
    "é",
    "\\",
  ),
  fc.constantFrom(
    "machine",
    "core",
    "link",
    "struct",
    "call",
    "service",
    "use",
    "for",
    "4 GiB",
    "0x",
    "system s on m {",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
);

const mutation = fc.record({
  kind: fc.constantFrom("insert", "delete", "duplicate", "replace"),
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(12),
  text: snippet,
});

function mutate(
  text: string,
  { kind, where, length, text: inserted }: { kind: string; where: number; length: number; text: string },
) {
  const start = Math.floor(where * text.length);
  const [before, cut, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)];
  if (kind === "insert") return before + inserted + cut + after;
  if (kind === "delete") return before + after;
  return kind === "duplicate" ? before + cut + cut + after : before + inserted + after;
}

/** Where a tree has a part that is missing or empty. */
function holesIn(node: unknown, path: string): string[] {
  if (node === undefined || (typeof node === "number" && Number.isNaN(node))) return [path];
  if (node === null || typeof node !== "object") return [];
  const ownHole = "text" in node && "span" in node && node.text === "" ? [path] : [];
  const children = Object.entries(node).filter(([key]) => key !== "source");
  return [...ownHole, ...children.flatMap(([key, child]) => holesIn(child, `${path}.${key}`))];
}

describe("any mutation of a valid description", () => {
  it("ends in diagnostics or success, never in an exception", () => {
    fc.assert(
      fc.property(spelt, fc.array(mutation, { minLength: 1, maxLength: 6 }), ({ text }, mutations) => {
        const mutated = mutations.reduce(mutate, text);
        const { diagnostics } = parse(sourceOf(mutated));
        expect(diagnostics.length).toBeLessThanOrEqual(101);
        for (const { span, code, message } of diagnostics) {
          expect(code).toMatch(/^SK10\d\d$/);
          expect(message).not.toMatch(/undefined|NaN|Token|Rule/);
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(mutated.length);
        }
        const isWrong = diagnostics.some(({ severity }) => severity === "error");
        expect(format(sourceOf(mutated)).product === null).toBe(isWrong);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves only whole nodes in the tree", () => {
    fc.assert(
      fc.property(spelt, fc.array(mutation, { minLength: 1, maxLength: 6 }), ({ text }, mutations) => {
        const mutated = mutations.reduce(mutate, text);
        expect(holesIn(parse(sourceOf(mutated)).product, "file")).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
