import { expect, test } from "vitest";
import { interfaceEmpty } from "../../../src/checks/interface/interface-empty.ts";
import { foundBy } from "../found-by.ts";

test("an interface without operations is said so, with any kind of operation it is not", () => {
  expect(foundBy(interfaceEmpty, "interface I { const a = 1 }")).toEqual(["1:11 the interface `I` has no operations"]);
  for (const operation of ["message m()", "call c()", "event e()", "stream s() -> (x: u8)"]) {
    expect(foundBy(interfaceEmpty, `interface I { ${operation} }`)).toEqual([]);
  }
});

test("one whose types another interface uses needs none", () => {
  const used = (field: string) =>
    `interface Shared { enum E { a } struct S { e: E } } interface Other { ${field} call c() }`;
  expect(foundBy(interfaceEmpty, used("struct T { s: Shared.S[2] }"))).toEqual([]);
  expect(foundBy(interfaceEmpty, used("call f() fails Shared.E"))).toEqual([]);
  expect(foundBy(interfaceEmpty, used("struct T { s: u8 }"))).toHaveLength(1);
});
