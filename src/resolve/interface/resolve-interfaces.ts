import type { Report } from "../../diagnostics/report.ts";
import type { Interface } from "../../model/interface.ts";
import type { InterfaceDeclaration } from "../../syntax/ast.ts";
import type { LoadedFile } from "../load.ts";
import type { Scopes } from "../scope.ts";

/** Every interface of the files, in the order of the files and of the declarations in each. */
export function resolveInterfaces(
  _files: readonly LoadedFile[],
  _scopes: Scopes,
  _report: Report,
): ReadonlyMap<InterfaceDeclaration, Interface> {
  return new Map();
}
