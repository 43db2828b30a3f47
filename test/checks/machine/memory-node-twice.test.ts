import { expect, test } from "vitest";
import { memoryNodeTwice } from "../../../src/checks/machine/memory-node-twice.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("each memory of a box has a node number of its own", () => {
  const cores = "core cpu: amd64";
  expect(faultsOf(memoryNodeTwice, machine(`${cores}; memory a: 1 GiB, node 3; memory b: 1 GiB, node 3`))).toEqual([
    "2:55 SK3021 `b` and `a` both have `node 3`",
  ]);
  expect(faultsOf(memoryNodeTwice, machine(`${cores}; memory a: 1 GiB, node 3; memory b: 1 GiB`))).toEqual([]);
});
