import { describe, expect, test } from "vitest";
import { longestMessage, messageTooLong } from "../../../src/analyses/message-layout/message-too-long.ts";
import { foundBy } from "../../checks/found-by.ts";

const found = (operation: string) => foundBy(messageTooLong, `interface I { ${operation} }`);
/** With its length word, a message of just `longestMessage` bytes. */
const fitting = longestMessage - 4;

describe("the length of messages", () => {
  test("counts every bounded field as full, length words and padding too", () => {
    expect(found(`call c(data: bytes<${fitting}>)`)).toEqual([]);
    expect(found(`call c(data: bytes<${fitting + 1}>)`)).toEqual([
      "1:28 the request of `c` can be 65540 bytes long, and a channel takes 65536 bytes: `data` alone takes 65533 bytes",
    ]);
  });

  test.each([
    ["message m(data: bytes<65533>)", "the message `m`"],
    ["event e(data: bytes<65533>)", "the event `e`"],
    ["call c() -> (data: bytes<65533>)", "the reply of `c`"],
    ["stream s() -> (data: bytes<65533>)", "an item of `s`"],
    ["struct F { data: bytes<65533> } call c() fails F", "the failure `F`"],
  ])("%s", (operation, what) => {
    expect(found(operation)).toHaveLength(1);
    expect(found(operation)[0]).toContain(`${what} can be 65540 bytes long`);
  });

  test("names the longest field", () => {
    expect(found("call c(a: u64, b: u8[70000], d: u32[3])")[0]).toContain("`b` alone takes 70000 bytes");
  });

  test("stays readable beyond what numbers hold", () => {
    expect(found("call c(a: u8[0x10000000000][0x10000000000])")[0]).toContain("can be more than 2^53 bytes long");
  });

  test("says nothing of a type that no message has", () => {
    expect(found("struct F { data: bytes<65533> } call c()")).toEqual([]);
  });
});
