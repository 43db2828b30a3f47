/** Every code there is. */

import { addressDiagnosticsOfMachines } from "./catalogue/addresses.ts";
import { changes, comparisonDiagnostics } from "./catalogue/breaking.ts";
import { bundleDiagnostics } from "./catalogue/bundles.ts";
import { deploymentDiagnostics } from "./catalogue/deployment.ts";
import { domainDiagnostics } from "./catalogue/domains.ts";
import { environmentDiagnostics } from "./catalogue/environment.ts";
import { importDiagnostics } from "./catalogue/import.ts";
import { interfaceDiagnostics } from "./catalogue/interface.ts";
import { interfaceTypeDiagnostics } from "./catalogue/interface-types.ts";
import { interruptDiagnostics } from "./catalogue/interrupts.ts";
import { machineDiagnostics } from "./catalogue/machine.ts";
import { placementDiagnostics } from "./catalogue/placement.ts";
import { planDiagnostics } from "./catalogue/plan.ts";
import { qemuDiagnostics } from "./catalogue/qemu.ts";
import { resolveDiagnostics } from "./catalogue/resolve.ts";
import { stateDiagnostics } from "./catalogue/state.ts";
import { syntaxDiagnostics } from "./catalogue/syntax.ts";
import { targetDiagnostics } from "./catalogue/targets.ts";
import { trafficDiagnostics } from "./catalogue/traffic.ts";
import type { Severity } from "./diagnostic.ts";

/** What is the same for all diagnostics of a code, whatever its facts. */
export interface CatalogueEntry {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
}

/** By code, ascending. */
export const catalogue: readonly CatalogueEntry[] = [
  addressDiagnosticsOfMachines,
  bundleDiagnostics,
  changes,
  comparisonDiagnostics,
  deploymentDiagnostics,
  environmentDiagnostics,
  importDiagnostics,
  interfaceDiagnostics,
  interfaceTypeDiagnostics,
  domainDiagnostics,
  interruptDiagnostics,
  machineDiagnostics,
  placementDiagnostics,
  planDiagnostics,
  qemuDiagnostics,
  resolveDiagnostics,
  stateDiagnostics,
  syntaxDiagnostics,
  targetDiagnostics,
  trafficDiagnostics,
]
  .flatMap((area): CatalogueEntry[] => Object.values(area))
  .sort((a, b) => (a.code < b.code ? -1 : 1));

/** The entry of a code, however it is capitalised; null when there is none. */
export function findEntry(code: string): CatalogueEntry | null {
  return catalogue.find((entry) => entry.code === code.toUpperCase()) ?? null;
}
