import type { Report } from "../../diagnostics/report.ts";
import type { System } from "../../model/deployment.ts";
import type { Interface } from "../../model/interface.ts";
import type { InterfaceDeclaration, MachineDeclaration } from "../../syntax/ast.ts";
import type { LoadedFile } from "../load.ts";
import type { Scopes } from "../scope.ts";
import type { BuiltMachine } from "../select.ts";

/**
 * Every system of the files, in the order of the files and of the declarations in each. A machine or interface that
 * is declared but missing from the maps has been reported already: stay silent about it.
 */
export function resolveSystems(
  _files: readonly LoadedFile[],
  _scopes: Scopes,
  _machines: ReadonlyMap<MachineDeclaration, BuiltMachine>,
  _interfaces: ReadonlyMap<InterfaceDeclaration, Interface>,
  _report: Report,
): readonly System[] {
  return [];
}
