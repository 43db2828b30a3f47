import { expect, test } from "vitest";
import { measuredToItself } from "../../../src/checks/machine/measured-to-itself.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("from a core to itself there is nothing to measure", () => {
  expect(faultsOf(measuredToItself, machine('core cpu: amd64; measured latency cpu -> cpu: 1 ns "book"'))).toEqual([
    "2:30 SK3017 this is measured from `cpu` to itself",
  ]);
});

test("from a core to its cache there is", () => {
  const items = 'core cpu: amd64 { cache l1: 1 KiB }; measured latency cpu -> cpu.l1: 1 ns "book"';
  expect(faultsOf(measuredToItself, machine(items))).toEqual([]);
});
