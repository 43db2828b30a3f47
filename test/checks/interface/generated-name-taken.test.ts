import { describe, expect, test } from "vitest";
import { generatedNameTaken } from "../../../src/checks/interface/generated-name-taken.ts";
import { foundBy } from "../found-by.ts";

const found = (body: string) => foundBy(generatedNameTaken, `interface Block { ${body} }`);

describe("names in generated code", () => {
  test.each([
    ["struct BlockClient { x: u8 } call c()", "the struct `BlockClient`", "the client of `Block`"],
    ["enum BlockServer { a } call c()", "the enum `BlockServer`", "the server of `Block`"],
    ["const Block = 1; call c()", "the constant `Block`", "the interface `Block`"],
    ["call read() -> (x: u8) call Read() -> (x: u8)", "the reply of `Read`", "the reply of `read`"],
    ["stream at_end() -> (x: u8) stream atEnd() -> (x: u8)", "the item of `atEnd`", "the item of `at_end`"],
    ["enum E { a } struct EFailure { x: u8 } call c() fails E", "the failure with `E`", "the struct `EFailure`"],
    ["struct S { x: u8 } struct s { x: u8 } call c()", "what stores a `s`", "what stores a `S`"],
    ["struct PutItem { x: u8 } call put() <- (x: u8)", "what `put` takes", "the struct `PutItem`"],
    ["message go() message tryGo()", "the form of `go` that does not wait", "the message `tryGo`"],
  ])("%s", (body, what, taker) => {
    const [first, ...others] = found(body);
    expect(first).toContain(`${what} is called`);
    expect(first).toContain(`is ${taker}`);
    expect(others).toEqual([]);
  });

  test("get as many underscores as it takes", () => {
    expect(found("struct GoReply { x: u8 } call go() -> (x: u8) call Go() -> (x: u8)")).toEqual([
      expect.stringContaining("the reply of `go` is called `GoReply_` in generated code: `GoReply` is the struct"),
      expect.stringContaining("the reply of `Go` is called `GoReply__` in generated code: `GoReply` is the struct"),
    ]);
  });

  test("are free where nothing is generated", () => {
    expect(
      found(
        "struct BlockEvents { x: u8 } struct GoMessage { x: u8 } struct DoneReply { x: u8 } call done() message go()",
      ),
    ).toEqual([]);
  });
});
