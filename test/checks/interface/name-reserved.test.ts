import { describe, expect, test } from "vitest";
import { globalNames, nameReserved, reservedWords } from "../../../src/checks/interface/name-reserved.ts";
import { memberScope, moduleScope, propertyScope } from "../../../src/emit/typescript/names.ts";
import { foundBy } from "../found-by.ts";

describe("reserved names", () => {
  test("are those the emitter gives an underscore, wherever they stand", () => {
    for (const word of [...reservedWords, ...globalNames]) expect(moduleScope().claim(word)).toBe(`${word}_`);
    for (const word of ["constructor", "then", "__proto__"]) expect(memberScope().claim(word)).toBe(`${word}_`);
    expect(propertyScope().claim("__proto__")).toBe("__proto___");
  });

  test("are found in constants, types and operations", () => {
    const text = "interface I { const new = 1; enum Error { a } struct Record { x: u8 } call constructor() }";
    expect(foundBy(nameReserved, text).map((line) => line.split(" is called")[0])).toEqual([
      "1:21 the constant `new`",
      "1:35 the enum `Error`",
      "1:54 the struct `Record`",
      "1:76 the call `constructor`",
    ]);
  });

  test("do no harm as fields, parameters and operations", () => {
    const text = "interface I { struct S { class: u8, then: u8 } enum E { default } call delete(new: u8) -> (in: u8) }";
    expect(foundBy(nameReserved, text)).toEqual([]);
  });
});
