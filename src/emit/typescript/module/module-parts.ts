/** The files that the module of a description is put together of: one for each of its interfaces and systems. */
import { Memory } from "../../../algorithms/memory.ts";
import type { Plan, PlanInterface, PlanSystem } from "../../../plan/plan.ts";
import { printInPlaceFile } from "../in-place/in-place-file.ts";
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
  readonly kind: "interface" | "inPlace" | "states" | "system";
  /** What it is made of. */
  readonly subject: PlanInterface | PlanSystem;
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
 * The parts of the module of `file`, all interfaces first, then what uses them in place, if that is wanted. The `plans`
 * are of the same interfaces, and each of one of the file's systems; one without any when it has none.
 */
export function modulePartsOf(file: string, plans: readonly Plan[], inPlace: boolean): readonly ModulePart[] {
  const interfaces = plans[0]?.interfaces ?? [];
  const neighbours = neighboursFrom(file, interfaces);
  const own = interfaces.filter((one) => fileOf(one) === file);
  const parts = [
    ...interfaceParts("interface", own, neighbours),
    ...(inPlace ? interfaceParts("inPlace", own, neighbours) : []),
  ];
  for (const plan of plans) parts.push(...systemParts(file, plan, neighbours, parts));
  return parts;
}

function interfaceParts(
  kind: "interface" | "inPlace",
  own: readonly PlanInterface[],
  neighbours: OpenNeighbours,
): ModulePart[] {
  const { interfaces, modules, placeModules } = neighbours;
  const names = nameOfAll(kind, own, interfaces);
  return own.flatMap((one, index): ModulePart[] => {
    const specifier = (kind === "interface" ? modules : placeModules)[interfaces.indexOf(one)] ?? "";
    const printed = print(kind, one, neighbours);
    if (printed === null) return [];
    const exported = exportsOf(printed);
    return [{ name: one.name, kind, subject: one, specifier, printed, exported, names: names[index] ?? new Map() }];
  });
}

/** Null for what there is nothing of to be used in place. */
function print(kind: "interface" | "inPlace", one: PlanInterface, neighbours: Neighbours): PrintedFile | null {
  if (kind === "interface") return printInterfaceFile(one, neighbours);
  return printInPlaceFile(one, neighbours.modules[neighbours.interfaces.indexOf(one)] ?? "", neighbours);
}

interface OpenNeighbours extends Neighbours {
  readonly renamed: readonly ModuleNames[];
  readonly placeModules: readonly string[];
}

/** Those of the same file are its parts; those of others are in the modules of their files, under the names there. */
function neighboursFrom(file: string, interfaces: readonly PlanInterface[]): OpenNeighbours {
  const files = interfaces.map(fileOf);
  const modulesFor = (suffix: string): readonly string[] =>
    interfaces.map(({ name }, index) =>
      files[index] === file ? partSpecifier(file, name + suffix) : specifierOf(files[index] ?? ""),
    );
  const renamedFor = (kind: "interface" | "inPlace"): readonly ModuleNames[] =>
    interfaces.map((one, index): ModuleNames => {
      const there = interfaces.filter((_, other) => files[other] === files[index]);
      if (files[index] === file || there.length === 1) return new Map();
      return nameOfAll(kind, there, interfaces)[there.indexOf(one)] ?? new Map();
    });
  return {
    ...{ interfaces, modules: modulesFor(""), renamed: renamedFor("interface"), isOpen: true },
    placeModules: modulesFor(".in-place"),
    // Only who prints what is used in place asks.
    get placeRenamed() {
      return renamedFor("inPlace");
    },
  };
}

/** A file beside the description, or above. */
function specifierOf(file: string): string {
  return file.startsWith("../") ? file : `./${file}`;
}

/** In the folder of the description; no description is called so. */
function partSpecifier(file: string, part: string): string {
  return `./${file.slice(file.lastIndexOf("/") + 1)}.${part}.skerry`;
}

const nothing: Exported = new Map();
const exportedAlone = {
  interface: new Memory<PlanInterface, Exported>(),
  inPlace: new Memory<PlanInterface, Exported>(),
};

/** What interfaces of one file export, wherever what they import comes from. What is used in place steps aside. */
function nameOfAll(
  kind: "interface" | "inPlace",
  own: readonly PlanInterface[],
  interfaces: readonly PlanInterface[],
): ModuleNames[] {
  const neighbours = { interfaces, modules: interfaces.map(({ name }) => name), isOpen: true };
  const exported = (one: PlanInterface): Exported =>
    exportedAlone[kind].recall(one, () => {
      const printed = print(kind, one, neighbours);
      return printed === null ? nothing : exportsOf(printed);
    });
  const plain = kind === "interface" ? [] : nameOfAll("interface", own, interfaces);
  const taken = plain.flatMap((names) => [...names.values()]);
  return nameEqually(
    own.map((one) => ({ name: one.name, exported: exported(one) })),
    taken,
  );
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
  const behind = (kind: "states" | "system", printed: PrintedFile, parts: readonly ModulePart[]): ModulePart => {
    const exported = exportsOf(printed);
    const names = nameBehind(system.name, exported, taken(parts));
    const module = kind === "states" ? specifier : partSpecifier(file, `${system.name}.system`);
    return { name: system.name, kind, subject: system, specifier: module, printed, exported, names };
  };
  const first = states === null ? [] : [behind("states", states, before)];
  return [...first, behind("system", programs, [...before, ...first])];
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
