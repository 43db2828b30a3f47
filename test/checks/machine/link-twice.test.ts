import { expect, test } from "vitest";
import { linkTwice } from "../../../src/checks/machine/link-twice.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("two links the same way between the same cores", () => {
  const cores = "core a: amd64; core b: amd64; ";
  expect(faultsOf(linkTwice, machine(`${cores}link a -- b; link b -> a`))).toEqual([
    "2:56 SK3005 the link `b -> a` joins what `a -- b` joins already",
  ]);
  expect(faultsOf(linkTwice, machine(`${cores}link a -> b; link b -> a`))).toEqual([]);
});
