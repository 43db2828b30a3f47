import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** A service has no need to call itself through messages. Circles of several services are fine. */
export const usesItself: Check = {
  name: "uses-itself",
  requires: [],
  run({ systems }, report) {
    for (const service of systems.flatMap(({ services }) => services)) {
      const use = service.uses.find((candidate) => candidate.service === service);
      if (use === undefined) continue;
      const related = [{ span: service.span, message: `the service \`${service.name}\`` }];
      report([service], diagnose(deploymentDiagnostics.usesItself, use.span, { name: service.name }, { related }));
    }
  },
};
