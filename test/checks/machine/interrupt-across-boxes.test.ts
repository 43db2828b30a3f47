import { expect, test } from "vitest";
import { interruptAcrossBoxes } from "../../../src/checks/machine/interrupt-across-boxes.ts";
import { faultsOf } from "./faults-of.ts";

const box = "box Server { core cpu: amd64; port x[2]; controller gic: 8 lines -> cpu }";

test("an interrupt stays in its box", () => {
  const text = (target: string) =>
    `${box} machine m { box s[2]: Server; device d: SataDisk at s[0].x[0] { interrupt -> ${target} } }`;
  expect(faultsOf(interruptAcrossBoxes, text("s[0].gic 5"))).toEqual([]);
  expect(faultsOf(interruptAcrossBoxes, text("s[0].cpu"))).toEqual([]);
  expect(faultsOf(interruptAcrossBoxes, text("s[1].gic 5"))).toEqual([
    "2:139 SK3214 `d` in the box `s[0]` cannot interrupt `s[1].gic` in the box `s[1]`",
  ]);
});

test("so does a line of a controller", () => {
  const text = `${box} machine m { box s[2]: Server; controller out: 8 lines -> s[1].gic at 0 }`;
  expect(faultsOf(interruptAcrossBoxes, text)).toEqual([
    "2:129 SK3214 `out` in no box cannot interrupt `s[1].gic` in the box `s[1]`",
  ]);
});
