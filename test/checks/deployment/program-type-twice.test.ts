import { expect, test } from "vitest";
import { programTypeTwice } from "../../../src/checks/deployment/program-type-twice.ts";
import { foundBy, small } from "../found-by.ts";

const found = (first: string, second: string) =>
  foundBy(programTypeTwice, `${small}system a on small { client ${first} = "./x.ts"; client ${second} = "./x.ts" }`);

test("two programs whose names differ in case alone share a type's name", () => {
  expect(found("web_one", "webOne")).toEqual([
    "5:55 the type of the client `webOne` is called `WebOne_` in generated code: `WebOne` is that of the client `web_one`",
  ]);
  expect(found("webOne", "webTwo")).toEqual([]);
});

test("two programs of the very same name are no second fault", () => {
  expect(found("web", "web")).toHaveLength(1);
});
