import { expect, test } from "vitest";
import { coreBehindIommu } from "../../../src/checks/machine/core-behind-iommu.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("only devices see an IOMMU", () => {
  const items = "core c: amd64, sees u; device d: SataDisk at c, sees u; iommu u: 8 bits to s; space s: 8 bits";
  expect(faultsOf(coreBehindIommu, machine(items))).toEqual([
    "2:28 SK3406 `c` is a core, but `u` is an IOMMU: only devices see one",
  ]);
});
