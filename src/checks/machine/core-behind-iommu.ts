import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Cores see spaces whose maps are said. */
export const coreBehindIommu: Check = {
  name: "core-behind-iommu",
  requires: [],
  run({ machines }, report) {
    for (const { cores } of machines) {
      for (const { sees, path } of cores) {
        if (sees === null || sees.space.iommu === null) continue;
        const iommu = sees.space;
        const related = [{ span: iommu.span, message: `\`${iommu.path}\` is declared here` }];
        const facts = { core: path, iommu: iommu.path };
        report([iommu], diagnose(addressDiagnosticsOfMachines.coreBehindIommu, sees.span, facts, { related }));
      }
    }
  },
};
