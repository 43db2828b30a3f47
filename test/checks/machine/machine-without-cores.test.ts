import { expect, test } from "vitest";
import { machineWithoutCores } from "../../../src/checks/machine/machine-without-cores.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a machine needs a core", () => {
  expect(faultsOf(machineWithoutCores, machine("memory dram: 1 GiB"))).toEqual([
    "2:1 SK3001 the machine `m` has no cores",
  ]);
  expect(faultsOf(machineWithoutCores, machine("core cpu: amd64"))).toEqual([]);
});

test("a core in a part is enough", () => {
  expect(faultsOf(machineWithoutCores, `part P { core cpu: amd64 }\n${machine("part p: P")}`)).toEqual([]);
});
