import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Space } from "../../model/address-space.ts";
import type { Machine } from "../../model/machine.ts";
import type { Check } from "../check.ts";

/** Some core or device sees each space, itself or through other spaces. */
export const spaceNeverSeen: Check = {
  name: "space-never-seen",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines) {
      if (machine.incomplete) continue;
      const seen = seenIn(machine);
      for (const space of machine.spaces.filter((one) => !seen.has(one))) {
        const facts = { space: space.path };
        report([space], diagnose(addressDiagnosticsOfMachines.spaceNeverSeen, space.span, facts));
      }
    }
  },
};

function seenIn({ cores, devices }: Machine): ReadonlySet<Space> {
  const seen = new Set([...cores, ...devices].flatMap(({ sees }) => (sees === null ? [] : [sees.space])));
  // A set hands out also what is added while it is gone through.
  for (const { maps, iommu } of seen) {
    if (iommu !== null) seen.add(iommu.to);
    for (const { target } of maps) if (target.kind === "space") seen.add(target.space);
  }
  return seen;
}
