/** Constants and types that an interface declares, and those that it takes from others, each before whatever needs it. */
import type { PlanInterface, PlanMember, PlanType } from "../../plan/plan.ts";
import { allBits } from "../typescript/codec/place.ts";
import type { HeaderContext } from "./header-context.ts";
import type { ChoiceNames } from "./names.ts";
import { indent, printDocumentation, printFunction, printInteger } from "./print-c.ts";
import { printStruct, printUnion } from "./record-code.ts";
import { declare, scalarText } from "./type-text.ts";

export function printConstants({ plan, names }: HeaderContext): string[] {
  const lines = plan.constants.flatMap((constant, index) => [
    ...printDocumentation(constant.documentation),
    `#define ${names.constants[index]} ${constantText(constant)}`,
  ]);
  return lines.length === 0 ? [] : [...lines, ""];
}

function constantText({ type, value }: PlanInterface["constants"][number]): string {
  if (type === "f32") return `(${value}f)`.replace(/^\((-?\d+)f\)$/, "($1.0f)");
  if (type === "f64" || !Number.isInteger(value)) return `(${value})`.replace(/^\((-?\d+)\)$/, "($1.0)");
  if (type !== null && type !== "bool" && type !== "char") return printInteger(value, type);
  if (Math.abs(value) < 2 ** 31) return value < 0 ? `(${value})` : `${value}`;
  return Number.isSafeInteger(value) ? printInteger(value, "i64") : `(${value.toExponential()})`;
}

type ListName = "aliases" | "enums" | "flags" | "structs" | "unions";

interface Reference {
  readonly list: ListName;
  readonly index: number;
}

export function printTypes(context: HeaderContext): string[] {
  return orderTypes(context.plan).flatMap((reference) => printGuarded(context, reference));
}

/** What several headers declare, the first that is read declares for all. */
function printGuarded(context: HeaderContext, { list, index }: Reference): string[] {
  const printed = printType(context, { list, index });
  if (!context.isShared(list, index)) return printed;
  const guard = `SKERRY_HAS_${nameOf(context, { list, index }).toUpperCase()}`;
  return [`#ifndef ${guard}`, `#define ${guard}`, ...printed, "#endif", ""];
}

function nameOf(context: HeaderContext, { list, index }: Reference): string {
  switch (list) {
    case "aliases":
      return context.aliasAt(index).names;
    case "enums":
      return context.enumAt(index).names.type;
    case "flags":
      return context.flagsAt(index).names.type;
    case "structs":
      return context.structAt(index).names.type;
    case "unions":
      return context.unionAt(index).names.type;
  }
}

function printType(context: HeaderContext, { list, index }: Reference): string[] {
  switch (list) {
    case "aliases":
      return printAlias(context, index);
    case "enums":
      return printEnum(context, index);
    case "flags":
      return printFlags(context, index);
    case "structs":
      return printStruct(context, index);
    case "unions":
      return printUnion(context, index);
  }
}

/** An id is a struct, so that nothing else passes for it. */
function printAlias(context: HeaderContext, index: number): string[] {
  const { type, names } = context.aliasAt(index);
  const docs = printDocumentation(type.documentation);
  if (!type.id) return [...docs, `typedef ${declare(context, type.type, names)};`, ""];
  return [...docs, `typedef struct ${names} {`, `  ${declare(context, type.type, "value")};`, `} ${names};`, ""];
}

function printEnum(context: HeaderContext, index: number): string[] {
  const { type, names } = context.enumAt(index);
  const open = type.open ? "Values that have no name here may come from other versions." : null;
  return [
    ...printDocumentation(type.documentation, open),
    `typedef ${scalarText(type.underlying)} ${names.type};`,
    ...printMembers(type.members, names, type.underlying),
    "",
    ...(type.open ? [] : printIsKnown(type.members, names, type.underlying)),
  ];
}

function printMembers(members: readonly PlanMember[], names: ChoiceNames, underlying: string): string[] {
  return members.flatMap(({ documentation, value }, index) => [
    ...printDocumentation(documentation),
    `#define ${names.members[index]} ((${names.type})${printInteger(value, underlying)})`,
  ]);
}

function printIsKnown(members: readonly PlanMember[], names: ChoiceNames, underlying: string): string[] {
  const values = [...new Set(members.map(({ value }) => value))];
  const cases = values.map((value) => `case ${printInteger(value, underlying)}:`);
  const body = ["switch (value) {", ...cases.map(indent), "    return true;", "  default:", "    return false;", "}"];
  const none = ["(void)value;", "return false;"];
  return printFunction("bool", names.known, `${names.type} value`, values.length === 0 ? none : body);
}

function printFlags(context: HeaderContext, index: number): string[] {
  const { type, names } = context.flagsAt(index);
  const { underlying, members } = type;
  return [
    ...printDocumentation(type.documentation),
    `typedef ${scalarText(underlying)} ${names.type};`,
    ...printMembers(members, names, underlying),
    ...printFunction("bool", names.known, `${names.type} value`, [
      `return ((uint32_t)value & ~${printInteger(allBits(members), "u32")}) == 0;`,
    ]),
  ];
}

/** All of an interface's lists, each type behind those it is made of. */
function orderTypes(plan: PlanInterface): readonly Reference[] {
  const ordered = new Map<string, Reference>();
  const visit = (list: ListName, index: number): void => {
    const key = `${list} ${index}`;
    if (ordered.has(key)) return;
    for (const inner of partsOf(plan, list, index)) visitType(inner);
    ordered.set(key, { list, index });
  };
  const visitType = (type: PlanType): void => {
    if (type.kind === "array") visitType(type.element);
    else if (type.kind === "alias") visit("aliases", type.alias);
    else if (type.kind === "enum") visit("enums", type.enum);
    else if (type.kind === "flags") visit("flags", type.flags);
    else if (type.kind === "struct") visit("structs", type.struct);
    else if (type.kind === "union") visit("unions", type.union);
  };
  for (const list of ["aliases", "enums", "flags", "structs", "unions"] as const) {
    for (const index of plan[list].keys()) visit(list, index);
  }
  return [...ordered.values()];
}

/** The types that one is made of. They do not contain each other in a circle. */
function partsOf(plan: PlanInterface, list: ListName, index: number): readonly PlanType[] {
  switch (list) {
    case "aliases":
      return [plan.aliases[index]?.type ?? []].flat();
    case "structs":
      return plan.structs[index]?.layout.fields.map(({ type }) => type) ?? [];
    case "unions":
      return plan.unions[index]?.arms.flatMap(({ type }) => type ?? []) ?? [];
    default:
      return [];
  }
}
