/** The files that the module of a description is put together of: one for each of its interfaces and systems. */
import { Memory } from "../../../algorithms/memory.ts";
import type { Plan, PlanInterface, PlanSystem } from "../../../plan/plan.ts";
import { printInterfaceFile } from "../interface/interface-file.ts";
import type { Neighbours } from "../interface/neighbours.ts";
import type { PrintedFile } from "../print-file.ts";
import { printStateFile } from "../state/state-file.ts";
import { referToStates } from "../state/state-names.ts";
import { interfaceOfStates } from "../state/state-plan.ts";
import { printSystemFile } from "../system/system-file.ts";
import { referToInterfaces } from "../system/system-names.ts";
import { type Exported, exportsOf, type Meaning, type ModuleNames, nameBehind, nameEqually } from "./exports.ts";

export interface ModulePart {
  readonly name: string;
  /** As its neighbours import it. */
  readonly specifier: string;
  readonly printed: PrintedFile;
  readonly exported: Exported;
  /** What the module calls what the part exports. */
  readonly names: ModuleNames;
}

/** The file that something was declared in: all of `at` before its line. */
export function fileOf({ at }: { readonly at: string }): string {
  return at.replace(/:\d+:\d+$/, "");
}

/**
 * The parts of the module of `file`, all interfaces first. The `plans` are of the same interfaces, and each of one of
 * the file's systems; one without any when it has none.
 */
export function modulePartsOf(file: string, plans: readonly Plan[]): readonly ModulePart[] {
  const interfaces = plans[0]?.interfaces ?? [];
  const neighbours = neighboursFrom(file, interfaces);
  const own = interfaces.filter((one) => fileOf(one) === file);
  const names = nameOfAll(own, interfaces);
  const parts = own.map((one, index): ModulePart => {
    const printed = printInterfaceFile(one, neighbours);
    const specifier = neighbours.modules[interfaces.indexOf(one)] ?? "";
    return { name: one.name, specifier, printed, exported: exportsOf(printed), names: names[index] ?? new Map() };
  });
  for (const plan of plans) parts.push(...systemParts(file, plan, neighbours, parts));
  return parts;
}

interface OpenNeighbours extends Neighbours {
  readonly renamed: readonly ModuleNames[];
}

/** Those of the same file are its parts; those of others are in the modules of their files, under the names there. */
function neighboursFrom(file: string, interfaces: readonly PlanInterface[]): OpenNeighbours {
  const files = interfaces.map(fileOf);
  const modules = interfaces.map((one, index) =>
    files[index] === file ? partSpecifier(file, one.name) : specifierOf(files[index] ?? ""),
  );
  const renamed = interfaces.map((one, index): ModuleNames => {
    const there = interfaces.filter((_, other) => files[other] === files[index]);
    if (files[index] === file || there.length === 1) return new Map();
    return nameOfAll(there, interfaces)[there.indexOf(one)] ?? new Map();
  });
  return { interfaces, modules, renamed, isOpen: true };
}

/** A file beside the description, or above. */
function specifierOf(file: string): string {
  return file.startsWith("../") ? file : `./${file}`;
}

/** In the folder of the description; no description is called so. */
function partSpecifier(file: string, part: string): string {
  return `./${file.slice(file.lastIndexOf("/") + 1)}.${part}.skerry`;
}

const exportedAlone = new Memory<PlanInterface, Exported>();

/** What an interface exports, wherever what it imports comes from. */
function nameOfAll(own: readonly PlanInterface[], interfaces: readonly PlanInterface[]): ModuleNames[] {
  const neighbours = { interfaces, modules: interfaces.map(({ name }) => name), isOpen: true };
  const exported = (one: PlanInterface) =>
    exportedAlone.recall(one, () => exportsOf(printInterfaceFile(one, neighbours)));
  return nameEqually(own.map((one) => ({ name: one.name, exported: exported(one) })));
}

function systemParts(
  file: string,
  plan: Plan,
  neighbours: OpenNeighbours,
  before: readonly ModulePart[],
): readonly ModulePart[] {
  const { system } = plan;
  if (system === null || fileOf(system) !== file) return [];
  const states = printStates(system, neighbours);
  const specifier = partSpecifier(file, `${system.name}.state`);
  const references = referToInterfaces(plan, []).map((reference, index) => ({
    ...reference,
    module: neighbours.modules[index] ?? "",
    renamed: neighbours.renamed[index] ?? new Map(),
  }));
  const statesReference = states === null ? null : { ...referToStates(system, ""), module: specifier };
  const programs = printSystemFile(system, references, statesReference);
  const behind = (printed: PrintedFile, module: string, parts: readonly ModulePart[]): ModulePart => {
    const exported = exportsOf(printed);
    const names = nameBehind(system.name, exported, taken(parts));
    return { name: system.name, specifier: module, printed, exported, names };
  };
  const first = states === null ? [] : [behind(states, specifier, before)];
  return [...first, behind(programs, partSpecifier(file, `${system.name}.system`), [...before, ...first])];
}

function printStates(system: PlanSystem, { interfaces, ...neighbours }: OpenNeighbours): PrintedFile | null {
  const types = interfaceOfStates(system);
  if (types === null) return null;
  return printStateFile(system, types, { ...neighbours, interfaces: [...interfaces, types] });
}

/** What a module of these parts exports. */
function taken(parts: readonly ModulePart[]): ReadonlyMap<string, Meaning> {
  const all = new Map<string, Meaning>();
  for (const { exported, names } of parts) {
    for (const [name, { isValue, isType }] of exported) {
      const called = names.get(name) ?? name;
      const known = all.get(called);
      all.set(called, { isValue: isValue || known?.isValue === true, isType: isType || known?.isType === true });
    }
  }
  return all;
}
