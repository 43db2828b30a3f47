/** Names in systems: programs, states, their interfaces and operations, and elements of the machine. */
import type { Name, PlacementClause, StateItem, SystemDeclaration, SystemItem } from "../../syntax/ast.ts";
import { mentionAttributes, mentionExpression, mentionPath, mentionPaths, type Scope } from "./expressions.ts";
import { mentionType, typeScope } from "./interfaces.ts";
import { type Mentions, membersOf, type VisibleIn } from "./mentions.ts";
import type { DeclaredSymbol } from "./symbol.ts";

/** `symbol` is what the system declares. */
export function mentionSystem(
  declaration: SystemDeclaration,
  symbol: DeclaredSymbol,
  mentions: Mentions,
  visibleIn: VisibleIn,
): void {
  const machine = mentions.noteVisible(declaration.machine, "machine");
  const own = (name: string) => symbol.children.find((child) => child.name === name);
  const ofMachine = (name: string) => machine && membersOf(machine, visibleIn).find((member) => member.name === name);
  const scope: Scope = { value: () => undefined, element: ofMachine };
  const walk = { own, scope, mentions };
  for (const item of declaration.items) mentionProgram(item, walk);
  for (const state of declaration.states) mentionState(state, walk);
  const either: Scope = { ...scope, element: (name) => own(name) ?? ofMachine(name) };
  for (const { subject, others } of declaration.isolations) mentionPaths([subject, ...others], either, mentions);
}

interface Walk {
  /** A program or state of the system. */
  readonly own: (name: string) => DeclaredSymbol | undefined;
  readonly scope: Scope;
  readonly mentions: Mentions;
}

function mentionProgram(item: SystemItem, walk: Walk): void {
  const { own, scope, mentions } = walk;
  const program = (name: Name) => mentions.note(name, own(name.text));
  if (item.kind === "service") mentions.noteVisible(item.interface, "interface");
  for (const clause of item.placement) mentionPlacement(clause, walk);
  mentionPaths(item.drives, scope, mentions);
  for (const name of item.uses) program(name);
  for (const allowed of item.allow) {
    program(allowed.program);
    for (const name of allowed.operations ?? [])
      noteOperation(name, item.kind === "service" ? item.interface : null, walk);
  }
  for (const { service, operation, rate, size } of item.traffic) {
    program(service);
    noteOperation(operation, interfaceOf(own(service.text)), walk);
    mentionExpression(rate, scope, mentions);
    mentionExpression(size, scope, mentions);
  }
  for (const buffer of item.buffers) {
    mentionExpression(buffer.size, scope, mentions);
    for (const clause of buffer.clauses) {
      if (clause.kind === "for") mentionPath(clause.device, scope, mentions);
      if (clause.kind === "in") mentionPath(clause.memory, scope, mentions);
      if (clause.kind === "readBy") program(clause.program);
    }
  }
}

function interfaceOf(service: DeclaredSymbol | undefined): Name | null {
  const node = service?.node;
  return node !== null && node !== undefined && "kind" in node && node.kind === "service" ? node.interface : null;
}

function noteOperation(name: Name, owner: Name | null, { mentions }: Walk): void {
  const declared = owner === null ? undefined : mentions.visible(owner, "interface");
  mentions.note(name, declared && mentions.member(declared, name.text));
}

function mentionPlacement(clause: PlacementClause, { own, scope, mentions }: Walk): void {
  switch (clause.kind) {
    case "on":
      mentionPaths(clause.targets, scope, mentions);
      break;
    case "near":
      mentionPath(clause.target, { ...scope, element: (name) => own(name) ?? scope.element(name) }, mentions);
      break;
    case "apart":
      mentions.note(clause.program, own(clause.program.text));
      break;
    case "copies":
      mentionExpression(clause.count, scope, mentions);
      break;
    case "requires":
      mentionAttributes(clause.attributes, scope, mentions);
      break;
    case "every":
      break;
  }
}

function mentionState(state: StateItem, walk: Walk): void {
  const types = typeScope(() => undefined, walk.mentions);
  mentionType(state.type, types, walk.mentions);
  mentionExpression(state.duration, walk.scope, walk.mentions);
  for (const clause of state.replicas) mentionPlacement(clause, walk);
}
