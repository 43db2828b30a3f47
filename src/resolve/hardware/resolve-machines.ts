import type { Report } from "../../diagnostics/report.ts";
import type { MachineDeclaration } from "../../syntax/ast.ts";
import type { LoadedFile } from "../load.ts";
import type { Scopes } from "../scope.ts";
import type { BuiltMachine } from "../select.ts";

/** Every machine of the files, instantiated, in the order of the files and of the declarations in each. */
export function resolveMachines(
  _files: readonly LoadedFile[],
  _scopes: Scopes,
  _report: Report,
): ReadonlyMap<MachineDeclaration, BuiltMachine> {
  return new Map();
}
