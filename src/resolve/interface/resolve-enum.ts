import { closestName } from "../../algorithms/closest-name.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { EnumType, IntegerName, Member } from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import type { EnumItem, EnumMember, Name } from "../../syntax/ast.ts";
import { type Context, replacement } from "../evaluate.ts";
import { expectCount } from "../expect.ts";
import { integerNames, isIntegerName } from "./builtin-types.ts";
import { integerRange, type Range } from "./integer-range.ts";
import { distinct, named } from "./interface-scope.ts";
import { resolveReserved } from "./resolve-reserved.ts";

export function resolveEnum(item: EnumItem, context: Context): EnumType {
  const owner = `the enum \`${item.name.text}\``;
  const nodes = distinct(item.members, () => "member", owner, context.report);
  const values = valuesOf(nodes, context);
  const members = nodes.map((node, index): Member => ({ ...named(node), value: values[index] ?? 0 }));
  const valued = members.filter((_, index) => values[index] !== null);
  const written = item.underlying === null ? null : expectInteger(item.underlying, item, context);
  const underlying = written ?? smallestFor(valued);
  if (written !== null || item.underlying === null) {
    judgeRanges(nodes, values, underlying, context);
  }
  reportTwins(valued, context);
  const isOpen = item.openness === "open";
  if (isOpen && underlying.endsWith("64")) {
    context.report(diagnose(interfaceDiagnostics.openTooWide, item.name.span, { name: item.name.text, underlying }));
  }
  const used = nodes.map(({ name }, index) => ({ name, number: values[index] ?? null }));
  const place = { owner, numbers: "value" as const, range: integerRange(underlying), used };
  const reserved = resolveReserved(item.reserved, place, context);
  return { ...named(item), kind: "enum", underlying, isOpen, members, reserved };
}

/** A member without a value has its predecessor's plus one; after a faulty one, null, there is nothing to count from. */
function valuesOf(members: readonly EnumMember[], context: Context): readonly (number | null)[] {
  let next: number | null = 0;
  return members.map((member) => {
    const value = member.value === null ? next : expectMemberValue(member, context);
    next = value === null ? null : value + 1;
    return value;
  });
}

/** Null after a report. */
export function expectMemberValue(member: EnumMember, context: Context): number | null {
  if (member.value === null) return null;
  const bounds = { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER };
  return expectCount(member.value, `the value of \`${member.name.text}\``, context, bounds);
}

function expectInteger(name: Name, item: EnumItem, { report }: Context): IntegerName | null {
  if (isIntegerName(name.text)) return name.text;
  const suggestion = closestName(name.text, integerNames);
  const facts = { name: item.name.text, underlying: name.text, suggestion };
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  report(diagnose(interfaceDiagnostics.enumNotInteger, name.span, facts, { fixes }));
  return null;
}

function smallestFor(members: readonly Member[]): IntegerName {
  const holdsAll = (integer: IntegerName) => members.every(({ value }) => isWithin(value, integerRange(integer)));
  return integerNames.find(holdsAll) ?? "i64";
}

function isWithin(value: number, { least, most }: Range): boolean {
  return value >= least && value <= most;
}

/** Members that only count on from one outside of the range are outside because of it: that one is reported. */
export function judgeRanges(
  nodes: readonly EnumMember[],
  values: readonly (number | null)[],
  underlying: IntegerName,
  { report }: Context,
  range: Range = integerRange(underlying),
): void {
  let isBeyond = false;
  nodes.forEach(({ name, value: written }, index) => {
    const value = values[index] ?? null;
    const isBlameless = value === null || isWithin(value, range);
    if (value !== null && !isBlameless && !(written === null && isBeyond)) {
      const facts = { member: name.text, value, underlying, ...range };
      report(diagnose(interfaceDiagnostics.enumValueOutside, name.span, facts));
    }
    isBeyond = !isBlameless;
  });
}

function reportTwins(members: readonly Member[], { report }: Context): void {
  const byValue = new Map<number, Member>();
  for (const member of members) {
    const first = byValue.get(member.value);
    if (first === undefined) byValue.set(member.value, member);
    else {
      const facts = { member: member.name, value: member.value, first: first.name, firstPlace: placeOf(first.span) };
      const related = [{ span: first.span, message: `\`${first.name}\` is ${first.value}` }];
      report(diagnose(interfaceDiagnostics.enumValueTwice, member.span, facts, { related }));
    }
  }
}
