import { expect, test } from "vitest";
import { spaceNeverSeen } from "../../../src/checks/machine/space-never-seen.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("a space that nobody sees is warned of", () => {
  expect(faultsOf(spaceNeverSeen, machine("core c: amd64, sees s; space s: 8 bits; space t: 8 bits"))).toEqual([
    "2:53 SK3405 no core or device sees `t`, neither itself nor through another space",
  ]);
});

test("it is seen through other spaces and IOMMUs too", () => {
  const items = `core c: amd64; device d: SataDisk at c, sees u
    iommu u: 8 bits to s; space s: 8 bits { map 0 to t }; space t: 8 bits`;
  expect(faultsOf(spaceNeverSeen, machine(items))).toEqual([]);
});
