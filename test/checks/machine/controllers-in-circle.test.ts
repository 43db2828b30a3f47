import { expect, test } from "vitest";
import { controllersInCircle } from "../../../src/checks/machine/controllers-in-circle.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("lines do not come back", () => {
  const text = (last: string) =>
    machine(`core c: amd64; controller a: 8 lines -> b at 0; controller b: 8 lines -> d at 0
      controller d: 8 lines -> c { line 3 -> ${last} }`);
  expect(faultsOf(controllersInCircle, text("c"))).toEqual([]);
  expect(faultsOf(controllersInCircle, text("b line 1"))).toEqual([
    "2:83 SK3102 these controllers send lines on to each other in a circle: b → d → b",
  ]);
});
