import { quantityDiagnostics } from "../../diagnostics/catalogue/resolve/quantities.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { Machine, Part } from "../../model/machine.ts";
import type { MachineDeclaration, PartDeclaration } from "../../syntax/ast.ts";
import type { LoadedFile } from "../loaded-file.ts";
import type { Declared, Scopes } from "../scope.ts";
import type { BuiltMachine, Member } from "../selected.ts";
import type { Value } from "../value.ts";
import { type Building, createBudget, createContext, openPlace, phases, type Site } from "./building.ts";
import { createSharedClock } from "./clocks.ts";
import { reportDeclarationFaults } from "./declarations.ts";
import { unknownElements } from "./element-arguments.ts";
import { placeItems } from "./instantiate.ts";
import { type KindLookup, resolveKinds } from "./kinds.ts";
import { type Bound, bindDefaults } from "./parameters.ts";

/** Every machine of the files, instantiated, in the order of the files and of the declarations in each. */
export function resolveMachines(
  _files: readonly LoadedFile[],
  scopes: Scopes,
  report: Report,
): ReadonlyMap<MachineDeclaration, BuiltMachine> {
  const kinds = resolveKinds(scopes, report);
  reportDeclarationFaults(scopes, report);
  const machines = new Map(
    scopes.all("machine").map((machine) => [machine.declaration, buildMachine(machine, scopes, kinds, report)]),
  );
  tryUnusedParts(scopes, kinds, machines, report);
  return machines;
}

function buildMachine(machine: Declared<"machine">, scopes: Scopes, kinds: KindLookup, report: Report): BuiltMachine {
  let faulty = !isComplete(machine.file);
  const markIncomplete = () => {
    faulty = true;
  };
  const noting: Report = (diagnostic, cause) => {
    faulty ||= diagnostic.severity === "error";
    report(diagnostic, cause);
  };
  const root = buildRoot(machine, withoutArguments, createBuilding(scopes, kinds, noting, markIncomplete));
  const { name, documentation, span } = machine.declaration;
  const facts: Machine = { name: name.text, documentation, span, ...root.building.lists };
  return { machine: faulty ? { ...facts, incomplete: true } : facts, root: root.place };
}

/** Whether the file and all that it uses, however far, could be read. */
function isComplete(file: LoadedFile): boolean {
  const files = new Set([file]);
  for (const { uses } of files) for (const used of uses) files.add(used);
  return [...files].every((reached) => reached.isComplete);
}

/**
 * Parts that no machine holds are placed alone, for their faults only: what they lack by themselves (arguments, cores
 * with a clock) is none.
 */
function tryUnusedParts(
  scopes: Scopes,
  kinds: KindLookup,
  machines: ReadonlyMap<MachineDeclaration, BuiltMachine>,
  report: Report,
): void {
  const used = new Set([...machines.values()].flatMap(({ machine }) => machine.parts.map((part) => part.type)));
  const clockless: readonly string[] = [quantityDiagnostics.clockMissing.code, quantityDiagnostics.clockAmbiguous.code];
  const quietly: Report = (diagnostic, cause) => {
    if (!clockless.includes(diagnostic.code)) report(diagnostic, cause);
  };
  for (const part of scopes.all("part")) {
    if (used.has(part.declaration.name.text)) continue;
    const nowhere = createContext(openPlace({ kind: "part", part: rootPart(part.declaration) }), new Map(), quietly);
    buildRoot(
      part,
      { values: bindDefaults(part.declaration, nowhere), given: unknownElements(part.declaration) },
      createBuilding(scopes, kinds, quietly, () => {}),
    );
  }
}

const withoutArguments = { values: new Map<string, Value | null>(), given: new Map<string, Member>() };

function buildRoot(
  { declaration, file }: Declared<"machine"> | Declared<"part">,
  { values, given }: Pick<Bound, "values"> & Pick<Site, "given">,
  building: Building,
): Site {
  const part = rootPart(declaration);
  const place = openPlace({ kind: "part", part });
  const clock = createSharedClock();
  const context = createContext(place, values, building.report);
  const site: Site = { building, declaration, file, part, place, given, clock, parent: null, context };
  building.lists.parts.push(part);
  building.clocks.set(part, clock);
  placeItems(declaration.items, site);
  for (const phase of phases) for (const placeLater of building.later[phase]) placeLater();
  return site;
}

function rootPart(declaration: MachineDeclaration | PartDeclaration): Part {
  return {
    index: 0,
    path: "",
    documentation: declaration.documentation,
    span: declaration.span,
    level: declaration.kind === "machine" ? "machine" : declaration.level,
    type: declaration.name.text,
    parent: null,
  };
}

function createBuilding(scopes: Scopes, kinds: KindLookup, report: Report, markIncomplete: () => void): Building {
  return {
    scopes,
    kinds,
    report,
    lists: {
      parts: [],
      cores: [],
      caches: [],
      memories: [],
      coherences: [],
      ports: [],
      links: [],
      devices: [],
      controllers: [],
      domains: [],
      pluggable: [],
      spaces: [],
      registers: [],
      measurements: [],
    },
    clocks: new Map(),
    budget: createBudget(report),
    markIncomplete,
    later: {
      arguments: [],
      storage: [],
      controllers: [],
      routes: [],
      devices: [],
      links: [],
      maps: [],
      domains: [],
      members: [],
      contents: [],
      measurements: [],
    },
  };
}
