/** Whatever is done to a valid description, it ends in diagnostics or success, never in an exception. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { addressRules } from "../../src/analyses/decoding/address-rules.ts";
import { allChecks, runChecks } from "../../src/checks/run-checks.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { load } from "../../src/resolve/load.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { hostOf } from "../resolve/described.ts";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

type Texts = Readonly<Record<string, string>>;

/** The files of an example by name. */
function textsOf(example: string): Texts {
  const folder = `${examples}${example}/`;
  const names = readdirSync(folder).filter((name) => name.endsWith(".skerry"));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(folder + name, "utf8")]));
}

/** One without address spaces, and one with spaces, IOMMUs, interrupt controllers and buffers. */
const subjects = ["hotos09", "zynqmp"].map((example) => ({ example, texts: textsOf(example) }));
const words = [
  ...new Set(
    subjects
      .flatMap(({ texts }) => Object.values(texts))
      .flatMap((text) => text.match(/[A-Za-z_]\w*|\d[\w.]*|[^\s\w]/g) ?? []),
  ),
];

const rules = [...allChecks, ...addressRules];

/** One change of a text; places are fractions of its length. */
type Mutation = (text: string) => string;

const place = fc.double({ min: 0, max: 1, noNaN: true });
const word = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom("99999999999999999999", "0", "-1", "1e999", "0x", "[*]", "..", "{", "}", "\"", "for", "\u0000", "ß", "\ud800"),
);
const at = (text: string, fraction: number) => Math.floor(fraction * text.length);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, word).map(([where, inserted]) => (text: string) => {
    const index = at(text, where);
    return `${text.slice(0, index)} ${inserted} ${text.slice(index)}`;
  }),
  fc.tuple(place, fc.nat(60)).map(([where, length]) => (text: string) => {
    const index = at(text, where);
    return text.slice(0, index) + text.slice(index + length);
  }),
  fc.tuple(place, place, fc.nat(200)).map(([from, to, length]) => (text: string) => {
    const [source, target] = [at(text, from), at(text, to)];
    return text.slice(0, target) + text.slice(source, source + length) + text.slice(target);
  }),
  fc.tuple(place, word).map(([where, replacement]) => (text: string) => {
    const found = [...text.matchAll(/[A-Za-z_]\w*|\d[\w.]*/g)];
    const chosen = found[Math.min(found.length - 1, Math.floor(where * found.length))];
    if (chosen === undefined) return text;
    return text.slice(0, chosen.index) + replacement + text.slice(chosen.index + chosen[0].length);
  }),
);

function diagnosticsOf(texts: Texts): readonly Diagnostic[] {
  const loaded = load(Object.keys(texts), hostOf(texts));
  const resolved = resolve(loaded.product);
  return [...loaded.diagnostics, ...resolved.diagnostics, ...runChecks(resolved.product, rules)];
}

describe.each(subjects)("mutations of $example", ({ texts }) => {
  test("the example itself is faultless", () => {
    expect(diagnosticsOf(texts)).toEqual([]);
  });

  const names = Object.keys(texts);
  test.prop([fc.constantFrom(...names), fc.array(mutation, { minLength: 1, maxLength: 6 })], { numRuns: 150 })(
    "end in diagnostics or success",
    (name, mutations) => {
      const mutated = mutations.reduce((text, mutate) => mutate(text), texts[name] ?? "");
      for (const { span, message, related } of diagnosticsOf({ ...texts, [name]: mutated })) {
        expect(message).not.toMatch(/undefined|null|NaN|\[object/);
        for (const { source, start, end } of [span, ...related.map((other) => other.span)]) {
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(source.text.length);
        }
      }
    },
  );
});
