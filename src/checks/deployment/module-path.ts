import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose, type Fix } from "../../diagnostics/diagnostic.ts";
import type { Program } from "../../model/deployment.ts";
import type { Check } from "../check.ts";
import { programsOf } from "../programs.ts";

/** The code of a program is a module named by a relative path. Whether it exists is for the doors to see. */
export const modulePath: Check = {
  name: "module-path",
  requires: [],
  run({ systems }, report) {
    for (const { program } of systems.flatMap(programsOf)) {
      const { name, module, moduleSpan } = program;
      const fault = faultOf(module);
      if (fault === null) continue;
      const fixes = fixesOf(program);
      report([program], diagnose(deploymentDiagnostics.modulePath, moduleSpan, { name, module, fault }, { fixes }));
    }
  },
};

const moduleName = /[^/.][^/]*\.(m?[jt]s|c)$/;

function faultOf(module: string): string | null {
  if (module === "") return "is empty: it must say where the code is, as in `./disk.ts`";
  if (module.includes("\\")) return "must have `/` between folders";
  if (/^(\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(module))
    return "must be relative to this file: it would not exist elsewhere";
  if (!/^\.\.?\//.test(module)) return "must begin with `./` or `../`, or it would mean a package";
  if (module.endsWith(".d.ts")) return "declares types only: it has no code";
  return moduleName.test(module) ? null : "must be TypeScript, JavaScript or C: .ts, .mts, .js, .mjs or .c";
}

/** A bare `disk.ts` was surely meant to lie beside the description. */
function fixesOf({ module, moduleSpan }: Program): readonly Fix[] {
  const meant = `./${module.replaceAll("\\", "/")}`;
  const isNear = !/^(\.|\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(module) && module !== "" && faultOf(meant) === null;
  return isNear ? [{ title: `write \`"${meant}"\``, edits: [{ span: moduleSpan, text: `"${meant}"` }] }] : [];
}
