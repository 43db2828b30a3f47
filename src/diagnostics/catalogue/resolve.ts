/** SK2xxx: files, names, quantities, paths, attributes and the instantiation of machines. */
import { addressDiagnostics } from "./resolve/addresses.ts";
import { attributeDiagnostics } from "./resolve/attributes.ts";
import { fileDiagnostics } from "./resolve/files.ts";
import { instantiationDiagnostics } from "./resolve/instantiation.ts";
import { lineDiagnostics } from "./resolve/interrupts.ts";
import { nameDiagnostics } from "./resolve/names.ts";
import { pathDiagnostics } from "./resolve/paths.ts";
import { quantityDiagnostics } from "./resolve/quantities.ts";

export const resolveDiagnostics = {
  ...fileDiagnostics,
  ...nameDiagnostics,
  ...quantityDiagnostics,
  ...pathDiagnostics,
  ...instantiationDiagnostics,
  ...attributeDiagnostics,
  ...addressDiagnostics,
  ...lineDiagnostics,
} as const;
