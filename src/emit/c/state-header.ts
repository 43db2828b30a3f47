/** The header of a system's replicated objects: their keys and values, and how programs in C read, propose and watch. */
import type { Layout, PlanInterface, PlanProgram, PlanState, PlanSystem } from "../../plan/plan.ts";
import { interfaceOfStates } from "../typescript/state/state-plan.ts";
import { codecHeaderName } from "./codec-header.ts";
import { printTypes } from "./declarations.ts";
import { HeaderContext } from "./header-context.ts";
import { claimPrefix, nameMessage, nameWith, type RecordNames, snakeCase } from "./names.ts";
import { escapeComment, printDocumentation } from "./print-c.ts";
import { printMessage } from "./record-code.ts";
import { printStateFace } from "./state-face.ts";

/** Objects that programs in C can have. */
const kinds: readonly PlanState["kind"][] = ["register", "map", "counter", "set"];

/** Null where no such program uses any. */
export function printStateHeader(
  system: PlanSystem,
  programs: readonly PlanProgram[],
  interfaces: readonly PlanInterface[],
): string | null {
  const types = interfaceOfStates(system);
  const states = system.states.filter(
    ({ kind, users }) =>
      kinds.includes(kind) && users.some(({ program }) => programs.some(({ name }) => name === program)),
  );
  if (types === null || states.length === 0) return null;
  const { names, scope, prefixes } = nameWith([...interfaces, types]);
  const context = new HeaderContext(interfaces.length, { plans: [...interfaces, types], names });
  const printed = states.flatMap((state) => {
    const prefix = claimPrefix(prefixes, state.name);
    const nameOf = (layout: Layout | null, part: string): RecordNames | null =>
      layout === null ? null : nameMessage(scope, prefix, part, layout);
    const parts = { key: nameOf(state.key, "key"), value: nameOf(state.value, "value") };
    return [
      ...printPart(context, state.key, parts.key, `A key of ${state.name}.`),
      ...printPart(context, state.value, parts.value, `A value of ${state.name}.`),
      ...printStateFace(state, prefix, parts),
    ];
  });
  return `${[...printTop(system), ...includesOf(types, interfaces), "", ...printTypes(context), ...printed, "#endif"].join("\n")}\n`;
}

function printPart(context: HeaderContext, layout: Layout | null, names: RecordNames | null, said: string): string[] {
  return layout === null || names === null ? [] : printMessage(context, layout, names, said);
}

function printTop({ name, documentation }: PlanSystem): string[] {
  const about = printDocumentation(documentation).length === 0 ? [] : (documentation ?? "").split("\n");
  const guard = `SKERRY_${snakeCase(name).toUpperCase()}_STATE_H`;
  return [
    "/*",
    ` * Replicated state of system ${name}. Written by Skerry from its description: changes are lost.`,
    ...about.map((line) => ` * ${escapeComment(line)}`.trimEnd()),
    " */",
    ...[`#ifndef ${guard}`, `#define ${guard}`, ""],
    ...[`#include "${codecHeaderName}"`, '#include "skerry.h"'],
  ];
}

/** Headers of the interfaces that types are taken from. */
function includesOf(types: PlanInterface, interfaces: readonly PlanInterface[]): string[] {
  const lists = [types.aliases, types.enums, types.flags, types.structs, types.unions].flat();
  const homes = new Set(lists.flatMap(({ from }) => (from === null ? [] : [from])));
  return [...homes].map((home) => `#include "${headerNameOf(interfaces, home)}"`);
}

/** As `headerPaths` of emit-c.ts has them. */
function headerNameOf(interfaces: readonly PlanInterface[], home: number): string {
  return `${snakeCase(interfaces[home]?.name ?? "").replaceAll("_", "-")}.h`;
}
