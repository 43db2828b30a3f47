import { expect, test } from "vitest";
import { lineRoutedTwice } from "../../../src/checks/machine/line-routed-twice.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a line has one route", () => {
  const text = (route: string) =>
    machine(`core c[2]: amd64; controller gic: 8 lines -> c[0] { line 5 -> c[1]; ${route} }`);
  expect(faultsOf(lineRoutedTwice, text("lines 6..7 -> c[1]"))).toEqual([]);
  expect(faultsOf(lineRoutedTwice, text("lines 4..6 -> c[1]"))).toEqual([
    "2:81 SK3104 this gives line 5 of `gic` a second route",
  ]);
});
