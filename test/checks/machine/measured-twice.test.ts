import { expect, test } from "vitest";
import { measuredTwice } from "../../../src/checks/machine/measured-twice.ts";
import { faultsOf, machine } from "./faults-of.ts";

const measured = (line: string, second: string) =>
  machine(`core cpu[2]: amd64; measured latency cpu[0] -> cpu[1]: 1 ns "book"\n${line} ${second}`);

test("one source gives one number", () => {
  expect(faultsOf(measuredTwice, measured("measured latency cpu[0] -> cpu[1]: 2 ns", '"book"'))).toEqual([
    '3:1 SK3018 the latency from `cpu[0]` to `cpu[1]` is given twice by "book"',
  ]);
});

test("another source, or another direction, may differ", () => {
  expect(faultsOf(measuredTwice, measured("measured latency cpu[0] -> cpu[1]: 2 ns", '"paper"'))).toEqual([]);
  expect(faultsOf(measuredTwice, measured("measured latency cpu[1] -> cpu[0]: 2 ns", '"book"'))).toEqual([]);
});
