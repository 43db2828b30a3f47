import { expect, test } from "vitest";
import { controllerWithoutOutputs } from "../../../src/checks/machine/controller-without-outputs.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("some line of a controller leads on", () => {
  const text = (controller: string) => machine(`core c: amd64; ${controller}`);
  expect(faultsOf(controllerWithoutOutputs, text("controller gic: 8 lines -> c"))).toEqual([]);
  expect(faultsOf(controllerWithoutOutputs, text("controller gic: 8 lines { line 3 -> c }"))).toEqual([]);
  for (const without of ["controller gic: 8 lines", "controller gic: 8 lines { shared line 3 }"]) {
    expect(faultsOf(controllerWithoutOutputs, text(without))).toEqual([
      "2:28 SK3101 no line of the controller `gic` leads anywhere",
    ]);
  }
});
