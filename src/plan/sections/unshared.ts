import { planDiagnostics } from "../../diagnostics/catalogue/plan.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import { type Operation, resourceIn } from "../../model/interface.ts";
import { bindingsOf, type PlacedBinding, type SegmentInput, shareMemory } from "./bindings.ts";

type Input = Omit<SegmentInput, "window" | "start">;

/** Every use of a service whose regions would have to go where its user's memory cannot be read, or the other way. */
export function findUnshared(system: System | null, input: Input): readonly Diagnostic[] {
  if (system === null) return [];
  const found = new Map<string, PlacedBinding>();
  for (const binding of bindingsOf(input.system)) {
    const key = `${binding.program} ${binding.service}`;
    if (!found.has(key) && !shareMemory(input, binding.from, binding.to)) found.set(key, binding);
  }
  return [...found.values()].flatMap((binding) => reportUnshared(binding, system, input));
}

function reportUnshared(
  { program: name, service, from, to }: PlacedBinding,
  { services, clients }: System,
  { machine }: Input,
): readonly Diagnostic[] {
  const program = [...services, ...clients].find((one) => one.name === name);
  const use = program?.uses.find((one) => one.service.name === service);
  const operation = use?.service.interface.operations.find(passesRegion);
  if (use === undefined || operation === undefined) return [];
  const pathOf = (core: number): string => machine.cores[core]?.path ?? `core ${core}`;
  const facts = { program: name, service, operation: operation.name, from: pathOf(from), to: pathOf(to) };
  const related = [{ span: operation.span, message: `\`${operation.name}\`, which passes a region` }];
  return [diagnose(planDiagnostics.regionUnshared, use.span, facts, { related })];
}

function passesRegion({ parameters, uploads, results, fails }: Operation): boolean {
  const fields = [...parameters, ...(uploads ?? []), ...results, ...(fails?.kind === "struct" ? fails.fields : [])];
  return fields.some(({ type }) => resourceIn(type) === "region");
}
