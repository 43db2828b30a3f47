import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";

/** What is put on cores by hand has nowhere left to be near to. */
export const nearWithoutEffect: Check = {
  name: "near-without-effect",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      const on = program.wishes.find(({ kind }) => kind === "on");
      if (on === undefined || program.wishes.some(({ kind }) => kind === "copies")) continue;
      const related = [{ span: on.span, message: "it is put on its cores here" }];
      for (const near of program.wishes.filter(({ kind }) => kind === "near")) {
        const facts = { name: program.name };
        report([program], diagnose(deploymentDiagnostics.nearWithoutEffect, near.span, facts, { related }));
      }
    }
  },
};
