import type { Check } from "../../checks/check.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Space } from "../../model/address-space.ts";
import type { Device, Machine } from "../../model/machine.ts";
import { iommusOf } from "./contexts.ts";

/** An IOMMU has a context for each device behind it. */
export const contextsTooFew: Check = {
  name: "contexts-too-few",
  requires: [],
  run({ machines }, report) {
    for (const [space, devices] of machines.flatMap(devicesByIommu)) {
      const contexts = space.iommu?.contexts ?? null;
      if (contexts === null || devices.length <= contexts) continue;
      const facts = { iommu: space.path, contexts, devices: devices.map(({ path }) => path) };
      const related = devices
        .slice(contexts)
        .map(({ path, span }) => ({ span, message: `none is left for \`${path}\`` }));
      report([space], diagnose(addressDiagnosticsOfMachines.contextsTooFew, space.span, facts, { related }));
    }
  },
};

function devicesByIommu({ devices }: Machine): readonly (readonly [Space, readonly Device[]])[] {
  const found = new Map<Space, Device[]>();
  for (const device of devices) {
    for (const iommu of iommusOf(device)) {
      const known = found.get(iommu);
      if (known === undefined) found.set(iommu, [device]);
      else known.push(device);
    }
  }
  return [...found];
}
