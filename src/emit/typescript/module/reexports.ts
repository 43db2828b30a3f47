import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan } from "../../../plan/plan.ts";
import { type FileNames, inPlaceFile, nameFiles } from "../file-names.ts";
import { printEntry } from "./emit-module.ts";
import { type ModulePart, modulePartsOf } from "./module-parts.ts";

/**
 * The module of the description `file` where all that a plan makes is there already, in place and open to all: it exports
 * the same as the module that bundlers import, out of `folder`, so that both are one. Null when the file declares nothing
 * that a program could use.
 */
export function emitReexports(file: string, plan: Plan, folder: string): string | null {
  const names = nameFiles(plan);
  const parts = modulePartsOf(file, [plan], true);
  if (parts.length === 0) return null;
  return printEntry(parts.map((part) => ({ ...part, specifier: folder + fileOfPart(part, plan, names) })));
}

function fileOfPart({ kind, subject }: ModulePart, plan: Plan, names: FileNames): string {
  const interfaces: readonly (typeof subject)[] = plan.interfaces;
  const place = interfaces.indexOf(subject);
  const own = names.interfaces[place] ?? "";
  const files = { interface: own, inPlace: inPlaceFile(own), states: names.states, system: names.system };
  const file = files[kind];
  invariant(file !== null && file !== "", `no file is made of ${subject.name}`);
  return file;
}
