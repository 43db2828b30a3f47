import fc from "fast-check";
import { expect, test } from "vitest";
import { cutIntoPieces } from "../../src/language-server/pieces.ts";
import { quickFaults } from "../../src/language-server/quick-faults.ts";
import { QuickJudge } from "../../src/language-server/quick-judgement.ts";
import { Trees } from "../../src/language-server/trees.ts";
import { createCompiler } from "../../src/pipeline.ts";
import type { Span } from "../../src/source/source-file.ts";
import { parse } from "../../src/syntax/parse.ts";
import { exampleHost } from "../plan/example-host.ts";

const declarations = [
  "interface Block {\n  /// Reads.\n  call read(at: u64) -> (data: bytes<512>)\n}\n",
  "/// A machine.\nmachine m {\n  core c[2]: amd64 @ 1 GHz\n}\n",
  "// A remark.\n\nisa amd64 { word 64 bits }\n",
  "interface Broken {\n  call read(at u64)\n}\n",
  'system s on m {\n  client web = "./web.ts" on c[0]\n}\n',
];
const text = fc.array(fc.constantFrom(...declarations), { maxLength: 6 }).map((parts) => parts.join("\n"));

test("finds what parsing the whole file finds, whatever was looked at before", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      const trees = new Trees();
      for (const now of texts) {
        const source = { path: "a.skerry", text: now };
        const short = ({ code, span }: { code: string; span: { start: number; end: number } }) => [
          code,
          span.start,
          span.end,
        ];
        expect(quickFaults(source, trees).map(short)).toEqual(parse(source).diagnostics.map(short));
      }
    }),
  );
});

test("a text that begins with an empty line is cut like any other", () => {
  expect(cutIntoPieces("\n/// A.\ninterface A {\n}\n").map(({ start }) => start)).toEqual([0, 0]);
});

const example = "riscv-quad";
const roots = ["machine.skerry", "sums.skerry", "system.skerry"];
const originals = roots.map((path) => {
  const read = exampleHost(example).read(path);
  return { path, text: read.kind === "text" ? read.text : "" };
});

/** A word is taken away, put twice, made another, or moved to the next line. */
const edit = fc.record({
  file: fc.nat(roots.length - 1),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  change: fc.constantFrom(
    (_: string) => "",
    (word: string) => `${word} ${word}`,
    (word: string) => `${word}x`,
    (word: string) => `\n${word}`,
  ),
});

test("what is judged of a change alone is what judging everything says", () => {
  const place = ({ code, span }: { code: string; span: Span }) => [code, span.source.path, span.start, span.end];
  const judgeAll = (sources: readonly { path: string; text: string }[]) => {
    const texts = new Map(sources.map(({ path, text: now }) => [path, now]));
    const { read } = exampleHost(example);
    const compiler = createCompiler({
      read: (path) => (texts.has(path) ? { kind: "text", text: texts.get(path) ?? "" } : read(path)),
    });
    return compiler.judge(roots);
  };
  const before = judgeAll(originals);
  const judge = new QuickJudge(roots, exampleHost(example).read);
  judge.remember(before.product.files, before.diagnostics);
  fc.assert(
    fc.property(edit, ({ file, at, change }) => {
      const sources = originals.map((source, index) => {
        if (index !== file) return source;
        const words = [...source.text.matchAll(/\w+|[{}:;,()[\]]/g)];
        const word = words[Math.floor(at * words.length)];
        const start = word?.index ?? 0;
        const end = start + (word?.[0].length ?? 0);
        return { ...source, text: source.text.slice(0, start) + change(word?.[0] ?? "") + source.text.slice(end) };
      });
      expect(judge.judge(sources)?.diagnostics.map(place)).toEqual(judgeAll(sources).diagnostics.map(place));
    }),
    { numRuns: 8 },
  );
});
