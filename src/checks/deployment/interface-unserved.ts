import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Where there are systems, one of them serves each interface that has anything to serve. */
export const interfaceUnserved: Check = {
  name: "interface-unserved",
  requires: [],
  run({ interfaces, systems }, report) {
    if (systems.length === 0 || systems.some(({ incomplete }) => incomplete)) return;
    const served = new Set(systems.flatMap(({ services }) => services.map((service) => service.interface)));
    const servable = interfaces.filter(({ operations }) => operations.length > 0);
    for (const unserved of servable.filter((candidate) => !served.has(candidate))) {
      const { name, span } = unserved;
      const file = name.charAt(0).toLowerCase() + name.slice(1);
      const suggestion = `service ${file}: ${name} = "./${file}.ts"`;
      report([unserved], diagnose(deploymentDiagnostics.interfaceUnserved, span, { name, suggestion }));
    }
  },
};
