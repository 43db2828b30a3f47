import type { Report } from "../../diagnostics/report.ts";
import type { Client, Program, Service, System } from "../../model/deployment.ts";
import type { Interface } from "../../model/interface.ts";
import type { Machine } from "../../model/machine.ts";
import type { State } from "../../model/state.ts";
import type { InterfaceDeclaration, MachineDeclaration, StateItem, SystemItem } from "../../syntax/ast.ts";
import type { LoadedFile } from "../loaded-file.ts";
import type { Declared, Scopes } from "../scope.ts";
import type { BuiltMachine } from "../selected.ts";
import { reportAllowOfClient, resolveAllow } from "./resolve-allow.ts";
import { resolveBuffers, resolveDrives } from "./resolve-buffers.ts";
import { resolveIsolations } from "./resolve-isolations.ts";
import { resolvePlacement } from "./resolve-placement.ts";
import { resolveState } from "./resolve-states.ts";
import { resolveTraffic } from "./resolve-traffic.ts";
import { resolveUses } from "./resolve-uses.ts";
import { typeScopeOf } from "./state-types.ts";
import type { SystemScope } from "./system-scope.ts";

/**
 * Every system of the files, in the order of the files and of the declarations in each. A machine or interface that
 * is declared but missing from the maps has been reported already: stay silent about it.
 */
export function resolveSystems(
  _files: readonly LoadedFile[],
  scopes: Scopes,
  machines: ReadonlyMap<MachineDeclaration, BuiltMachine>,
  interfaces: ReadonlyMap<InterfaceDeclaration, Interface>,
  report: Report,
): readonly System[] {
  return scopes
    .all("system")
    .flatMap((declared) => resolveSystem(declared, scopes, machines, interfaces, report) ?? []);
}

/** Null without a machine; the rest of the system is judged all the same. */
function resolveSystem(
  declared: Declared<"system">,
  scopes: Scopes,
  machines: ReadonlyMap<MachineDeclaration, BuiltMachine>,
  interfaces: ReadonlyMap<InterfaceDeclaration, Interface>,
  report: Report,
): System | null {
  const { declaration, file } = declared;
  const found = scopes.find(declaration.machine, "machine", file);
  const machine = found === null ? null : (machines.get(found.declaration) ?? null);
  const services = new Map<string, Service>();
  const context = { environment: { values: new Map(), clockOf: () => null }, report };
  const programs = byName(declaration.items);
  const stateItems = byName(declaration.states);
  const states = new Map<string, State>();
  const head = { declaration, isComplete: file.isComplete, machine, programs, services };
  const scope: SystemScope = { ...head, stateItems, states, context };
  const types = typeScopeOf(declared, { scopes, interfaces, report });
  const resolved = declaration.states.flatMap((item) => resolveState(item, types, scope) ?? []);
  for (const state of resolved) if (!states.has(state.name)) states.set(state.name, state);

  const drafts = declaration.items.map((item): Bound => {
    const draft = draftProgram(item, scope);
    reportAllowOfClient(item, scope);
    const interfaceNamed = item.kind === "service" ? scopes.find(item.interface, "interface", file) : null;
    const served = interfaceNamed === null ? undefined : interfaces.get(interfaceNamed.declaration);
    if (served === undefined) return { ...draft, service: null };
    return { ...draft, service: { ...draft.program, interface: served, allow: resolveAllow(item, served, scope) } };
  });
  for (const { service } of drafts) {
    if (service !== null && !services.has(service.name)) services.set(service.name, service);
  }
  for (const { item, uses, states: used, traffic, stateTraffic } of drafts) {
    const named = resolveUses(item, scope);
    uses.push(...named.uses);
    used.push(...named.states);
    const asked = resolveTraffic(item, scope);
    traffic.push(...asked.ofServices);
    stateTraffic.push(...asked.ofStates);
  }
  const isolations = resolveIsolations(scope);
  return machine === null ? null : buildSystem(declared, machine.machine, drafts, { isolations, states: resolved });
}

function buildSystem(
  { declaration, file }: Declared<"system">,
  machine: Machine,
  drafts: readonly Bound[],
  { isolations, states }: Pick<System, "isolations" | "states">,
): System {
  const system: System = {
    name: declaration.name.text,
    documentation: declaration.documentation,
    span: declaration.name.span,
    machine,
    services: drafts.flatMap(({ service }) => service ?? []),
    clients: drafts.flatMap(({ item, program }): Client[] => (item.kind === "client" ? [program] : [])),
    isolations,
    states,
  };
  const isMissingOne =
    states.length < declaration.states.length ||
    drafts.some(({ item, service }) => item.kind === "service" && service === null);
  return isMissingOne || !file.isComplete ? { ...system, incomplete: true } : system;
}

function byName<Item extends SystemItem | StateItem>(items: readonly Item[]): ReadonlyMap<string, Item> {
  const first = new Map<string, Item>();
  for (const item of items) if (!first.has(item.name.text)) first.set(item.name.text, item);
  return first;
}

interface Draft {
  readonly item: SystemItem;
  readonly program: Program;
  /** The program's own list, filled once all services are known: they may use each other in circles. */
  readonly uses: Program["uses"][number][];
  readonly states: Program["states"][number][];
  readonly traffic: Program["traffic"][number][];
  readonly stateTraffic: Program["stateTraffic"][number][];
}

interface Bound extends Draft {
  /** Null for a client, and for a service whose interface is unknown. */
  readonly service: Service | null;
}

function draftProgram(item: SystemItem, scope: SystemScope): Draft {
  const uses: Draft["uses"] = [];
  const states: Draft["states"] = [];
  const traffic: Draft["traffic"] = [];
  const stateTraffic: Draft["stateTraffic"] = [];
  const program: Program = {
    name: item.name.text,
    documentation: item.documentation,
    span: item.name.span,
    module: item.module.value,
    moduleSpan: item.module.span,
    wishes: resolvePlacement(item, scope),
    drives: resolveDrives(item, scope),
    buffers: resolveBuffers(item, scope),
    uses,
    states,
    traffic,
    stateTraffic,
  };
  return { item, program, uses, states, traffic, stateTraffic };
}
