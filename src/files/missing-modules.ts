import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { closestName } from "../algorithms/closest-name.ts";
import { environmentDiagnostics } from "../diagnostics/catalogue/environment.ts";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { Program } from "../model/deployment.ts";
import type { Description } from "../model/description.ts";
import { resolveModule } from "../plan/sections/system.ts";

/** The modules that a description names and that are not there, as far as nothing else is wrong with their names. */
export function findMissingModules(
  { systems }: Description,
  folder: string,
  known: readonly Diagnostic[],
): readonly Diagnostic[] {
  const blamed = new Set(known.map(({ span }) => span));
  return systems
    .flatMap(({ services, clients }) => [...services, ...clients])
    .filter(({ moduleSpan }) => !blamed.has(moduleSpan))
    .flatMap((program) => judgeModule(program, folder));
}

function judgeModule({ name, module, moduleSpan }: Program, folder: string): readonly Diagnostic[] {
  const file = path.resolve(folder, resolveModule(moduleSpan.source.path, module));
  if (existsSync(file)) return [];
  const near = closestName(path.basename(file), namesIn(path.dirname(file)));
  const suggestion = near === null ? null : module.slice(0, module.lastIndexOf("/") + 1) + near;
  const fixes =
    suggestion === null
      ? []
      : [{ title: `write \`"${suggestion}"\``, edits: [{ span: moduleSpan, text: `"${suggestion}"` }] }];
  const facts = { program: name, module, suggestion };
  return [diagnose(environmentDiagnostics.moduleNotThere, moduleSpan, facts, { fixes })];
}

/** What a folder holds that could be a module. */
function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => /\.(m?[jt]s|c)$/.test(name) && !name.endsWith(".d.ts"));
}
