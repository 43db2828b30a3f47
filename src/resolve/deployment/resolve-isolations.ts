/** What must not reach each other's memory: `isolate net from guest`. */
import { closestName } from "../../algorithms/closest-name.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Isolation, Party } from "../../model/deployment.ts";
import type { Machine, Part } from "../../model/machine.ts";
import type { IsolateItem, Path } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { select } from "../select.ts";
import { type BuiltMachine, reportWrongElement, type Selected } from "../selected.ts";
import { causeOf, type SystemScope } from "./system-scope.ts";

/** Faulty ones are left out, after a report. */
export function resolveIsolations(scope: SystemScope): readonly Isolation[] {
  const { machine, declaration } = scope;
  if (machine === null) return [];
  return declaration.isolations.flatMap((item) => {
    const subject = resolveParty(item.subject, machine, scope);
    const others = item.others.flatMap((path) => resolveParty(path, machine, scope) ?? []);
    if (subject === null || isOfItself(item, subject, others, scope)) return [];
    return [{ span: item.span, subject, others }];
  });
}

function isOfItself(item: IsolateItem, { name }: Party, others: readonly Party[], { context }: SystemScope): boolean {
  const same = others.find((other) => other.name === name);
  if (same === undefined) return false;
  const related = [{ span: item.subject.span, message: `this is what is isolated` }];
  context.report(diagnose(addressDiagnosticsOfMachines.isolateItself, same.span, { name }, { related }));
  return true;
}

const nothing = { cores: [], devices: [], memories: [] } as const;

/** A program before a thing of the machine of the same name. */
function resolveParty(path: Path, machine: BuiltMachine, scope: SystemScope): Party | null {
  const [step] = path.steps;
  const name = path.span.source.text.slice(path.span.start, path.span.end);
  const program = path.steps.length === 1 && step !== undefined ? scope.programs.get(step.name.text) : undefined;
  const head = { name, span: path.span };
  if (program !== undefined && step?.selectors.length === 0) return { ...head, program: program.name.text, ...nothing };
  if (step !== undefined && !machine.root.members.has(step.name.text)) return reportUnknown(path, machine, scope);
  const selected = select(path, machine.root, scope.context);
  if (selected === null || !selected.every((element) => isParty(element, path, scope))) return null;
  return { ...head, program: null, ...contentOf(selected, machine.machine) };
}

function isParty(element: Selected, path: Path, { context }: SystemScope): boolean {
  if (["core", "device", "memory", "part"].includes(element.kind)) return true;
  reportWrongElement(path, element, "what is isolated", "a core, a device, a memory or a part", context);
  return false;
}

function contentOf(selected: readonly Selected[], machine: Machine): Pick<Party, "cores" | "devices" | "memories"> {
  const parts = selected.flatMap((element) => (element.kind === "part" ? [element.part] : []));
  const within = <Item extends { readonly part: Part }>(items: readonly Item[]) =>
    items.filter((item) => parts.some((part) => lies(item.part, part)));
  return {
    cores: [...selected.flatMap((one) => (one.kind === "core" ? [one.core] : [])), ...within(machine.cores)],
    devices: [...selected.flatMap((one) => (one.kind === "device" ? [one.device] : [])), ...within(machine.devices)],
    memories: [...selected.flatMap((one) => (one.kind === "memory" ? [one.memory] : [])), ...within(machine.memories)],
  };
}

function lies(part: Part, within: Part): boolean {
  for (let outer: Part | null = part; outer !== null; outer = outer.parent) if (outer === within) return true;
  return false;
}

function reportUnknown(path: Path, { machine, root }: BuiltMachine, scope: SystemScope): null {
  const name = path.steps[0]?.name;
  if (name === undefined) return null;
  const suggestion = closestName(name.text, [...root.members.keys(), ...scope.programs.keys()]);
  if (!scope.isComplete && suggestion === null) return null;
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  const facts = { name: name.text, system: scope.declaration.name.text, machine: machine.name, suggestion };
  const diagnostic = diagnose(addressDiagnosticsOfMachines.isolateUnknown, name.span, facts, { fixes });
  scope.context.report(diagnostic, causeOf(name.text, scope));
  return null;
}
