/** SK2xxx: files, names, quantities, paths, attributes and the instantiation of machines. */
import { fileDiagnostics } from "./resolve/files.ts";
import { nameDiagnostics } from "./resolve/names.ts";
import { pathDiagnostics } from "./resolve/paths.ts";
import { quantityDiagnostics } from "./resolve/quantities.ts";

export const resolveDiagnostics = {
  ...fileDiagnostics,
  ...nameDiagnostics,
  ...quantityDiagnostics,
  ...pathDiagnostics,
} as const;
