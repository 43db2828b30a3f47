import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";

/** Programs are put on cores that run. */
export const coreOffline: Check = {
  name: "core-offline",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      for (const wish of program.wishes) {
        const core = wish.kind === "on" ? wish.cores.find(({ online }) => !online) : undefined;
        if (core === undefined) continue;
        const related = [{ span: core.span, message: `\`${core.path}\` is said to be offline here` }];
        const facts = { name: program.name, core: core.path };
        report([program, core], diagnose(deploymentDiagnostics.onOfflineCore, wish.span, facts, { related }));
      }
    }
  },
};
