import { expect, test } from "vitest";
import { generatedFileTaken } from "../../../src/checks/deployment/generated-file-taken.ts";
import { foundBy, small } from "../found-by.ts";

test("an interface and a system of one name in lower case", () => {
  expect(foundBy(generatedFileTaken, `${small}system echo on small {}`)).toEqual([
    "5:8 the system `echo` is generated as `echo-system.ts`: `echo.ts` is that of the interface `Echo`",
  ]);
});

test("a name that every output folder has", () => {
  expect(foundBy(generatedFileTaken, "interface Programs { call c() }")).toEqual([
    "1:11 the interface `Programs` is generated as `programs-interface.ts`: `programs.ts` is that of the table of programs",
  ]);
});

test("two systems are never built into one folder", () => {
  expect(foundBy(generatedFileTaken, `${small}system one on small {}\nsystem One on small {}`)).toEqual([]);
});
