import { expect, test } from "vitest";
import { programTwice } from "../../../src/checks/deployment/program-twice.ts";
import { foundBy, small } from "../found-by.ts";

test("the programs of a system have names of their own; those of two systems need not", () => {
  const text = `${small}system a on small { service x: Echo = "./x.ts"; client x = "./y.ts" }
system b on small { service x: Echo = "./x.ts" }`;
  expect(foundBy(programTwice, text)).toEqual([
    "5:56 the client `x` has the name of the service at a.skerry:5:29: names within the system `a` must differ",
  ]);
});
