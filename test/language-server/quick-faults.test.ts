import fc from "fast-check";
import { expect, test } from "vitest";
import { QuickFaults } from "../../src/language-server/quick-faults.ts";
import { parse } from "../../src/syntax/parse.ts";

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
      const quick = new QuickFaults();
      for (const now of texts) {
        const source = { path: "a.skerry", text: now };
        const short = ({ code, span }: { code: string; span: { start: number; end: number } }) => [
          code,
          span.start,
          span.end,
        ];
        expect(quick.of(source).map(short)).toEqual(parse(source).diagnostics.map(short));
      }
    }),
  );
});
