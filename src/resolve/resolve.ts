import type { Outcome } from "../diagnostics/diagnostic.ts";
import { createCollector } from "../diagnostics/report.ts";
import type { Description } from "../model/description.ts";
import { resolveSystems } from "./deployment/resolve-systems.ts";
import { resolveMachines } from "./hardware/resolve-machines.ts";
import { resolveInterfaces } from "./interface/resolve-interfaces.ts";
import type { LoadedFile } from "./loaded-file.ts";
import { buildScopes } from "./scope.ts";

/** From syntax to model: names become what they name, expressions become numbers, arrays become their elements. */
export function resolve(files: readonly LoadedFile[]): Outcome<Description> {
  const { report, diagnostics, faulty } = createCollector();
  const scopes = buildScopes(files, report);
  const machines = resolveMachines(files, scopes, report);
  const interfaces = resolveInterfaces(files, scopes, report, faulty);
  const systems = resolveSystems(files, scopes, machines, interfaces, report);
  const product = {
    files: files.map((file) => file.source),
    machines: [...machines.values()].map((built) => built.machine),
    interfaces: [...interfaces.values()],
    systems,
  };
  return { product, diagnostics: diagnostics() };
}
