import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { offsetAt, parsePlace, placeOf, positionAt } from "../../src/source/source-file.ts";

const texts = fc.array(fc.constantFrom("a", "ß", "\n", "\r\n", "😀"), { maxLength: 20 }).map((parts) => parts.join(""));
const paths = fc.stringMatching(/^[a-z/: .]{1,12}$/);

describe("places", () => {
  test.prop([texts, fc.nat(30)])("an offset is the one of its position", (text, offset) => {
    const source = { path: "a.skerry", text };
    const start = Math.min(offset, text.length);
    expect(offsetAt(source, positionAt(source, start))).toBe(start);
  });

  test.prop([paths, texts, fc.nat(30)])("a place that is written is read again", (path, text, offset) => {
    const source = { path, text };
    const start = Math.min(offset, text.length);
    const place = placeOf({ source, start, end: start });
    expect(parsePlace(place)).toEqual({ file: path, ...positionAt(source, start) });
  });

  test.prop([texts])("past the end of a text is its end", (text) => {
    expect(offsetAt({ path: "a.skerry", text }, { line: 99, column: 99 })).toBe(text.length);
  });

  test("what is no place is none", () => {
    for (const text of ["", "a.skerry", "a.skerry:3", "a.skerry:0:1", "a.skerry:1:1x"])
      expect(parsePlace(text)).toBeNull();
  });
});
